using System.Globalization;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Something wrong with a contract, with the place to show it at: an analyzer reports it, the generator keeps its id and text.</summary>
internal sealed class Finding(DiagnosticDescriptor descriptor, Location location, params string[] arguments)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    public Location Location { get; } = location;

    public string Text => string.Format(
        CultureInfo.InvariantCulture, Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), arguments);

    /// <summary>
    /// What tells a finding from others at its place: several contracts may reach one member, each in a way of its own. A place that stands for members
    /// of other assemblies is the place of all of them.
    /// </summary>
    public string KeyBeside(Location contract) => Location == contract
        ? Text
        : string.Join("|", arguments.Select(argument => argument.Substring(argument.LastIndexOf('.') + 1)));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location, arguments);
}

/// <summary>What the parsers of one contract found, and the compilation that they look at.</summary>
internal sealed class Findings(Compilation compilation, Location contract)
{
    private readonly List<Finding> _all = [];

    public Compilation Compilation { get; } = compilation;

    public IReadOnlyList<Finding> All => _all;

    /// <summary>Those that keep the contract from being emitted.</summary>
    public IEnumerable<Finding> Errors => _all.Where(finding => finding.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);

    /// <summary>The contract's own location.</summary>
    public Location Contract { get; } = contract;

    /// <summary>Whether a type could not be resolved. The compiler reports it; the contract is neither emitted nor rejected.</summary>
    public bool IsUnresolved { get; private set; }

    public void MarkUnresolved() => IsUnresolved = true;

    public void Add(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _all.Add(new Finding(descriptor, location, arguments));

    /// <summary>Where a symbol is declared, or the given place when that is in another assembly.</summary>
    public Location PlaceOf(ISymbol symbol, Location otherwise)
    {
        foreach (Location location in symbol.Locations)
        {
            if (location.SourceTree is { } tree && Compilation.ContainsSyntaxTree(tree))
            {
                return location;
            }
        }

        return otherwise;
    }

    /// <summary>Where an attribute is written, or the given place when that is in another assembly.</summary>
    public Location PlaceOf(AttributeData attribute, Location otherwise) =>
        attribute.ApplicationSyntaxReference is { } syntax && Compilation.ContainsSyntaxTree(syntax.SyntaxTree)
            ? syntax.SyntaxTree.GetLocation(syntax.Span)
            : otherwise;

    // Roslyn throws when it is asked for a type of an assembly that is not referenced: the compiler reports that one.
    public bool CanSee(ISymbol symbol) => symbol switch
    {
        IArrayTypeSymbol array => CanSee(array.ElementType),
        ITypeSymbol { TypeKind: TypeKind.Error } => true,
        _ => IsPublic(symbol) || Compilation.IsSymbolAccessibleWithin(symbol, Compilation.Assembly),
    };

    // Most are; the compiler's own answer takes longer.
    private static bool IsPublic(ISymbol symbol)
    {
        ISymbol level = symbol;
        while (level.DeclaredAccessibility == Accessibility.Public && level is not INamedTypeSymbol { IsGenericType: true })
        {
            if (level.ContainingType is not { } outer)
            {
                return level is INamedTypeSymbol;
            }

            level = outer;
        }

        return false;
    }
}
