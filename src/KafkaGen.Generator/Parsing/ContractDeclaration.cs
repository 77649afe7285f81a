using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Parsing;

/// <summary>One attribute that makes a type a contract: <c>[KafkaTopic]</c> on it, or <c>[assembly: KafkaContract]</c> that names it.</summary>
/// <param name="Type">The message type.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="Number">Tells the type's declarations apart; those of the assembly are negative.</param>
/// <param name="Assembly">The assembly whose contract it is.</param>
internal sealed record ContractDeclaration(INamedTypeSymbol Type, AttributeData Attribute, int Number, IAssemblySymbol Assembly)
{
    public AssemblyDefaults Defaults { get; } = AssemblyDefaults.Of(Assembly);

    /// <summary>Whether it stands on the assembly.</summary>
    public bool IsOnAssembly => Number < 0;

    /// <summary>The topic as it is written, without the assembly's prefix.</summary>
    public string Topic { get; } = Attribute.ConstructorArguments[Attribute.ConstructorArguments.Length - 1].Value as string ?? string.Empty;

    /// <summary>The name that was declared, else <see langword="null"/>.</summary>
    public string? DeclaredName { get; } = Attribute.Named("Name")?.Value as string;

    /// <summary>The name of the cluster; empty for the one without a name.</summary>
    public string Cluster => Attribute.Named("Cluster")?.Value as string ?? Defaults.Cluster;

    /// <summary>The declarations on a type. One whose attribute does not compile is left out: the compiler reports it.</summary>
    public static IEnumerable<ContractDeclaration> On(INamedTypeSymbol type) => type.GetAttributes()
        .Where(attribute => attribute.IsKafka(KafkaAttributes.Topic))
        .Where(attribute => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive }])
        .Select((attribute, number) => new ContractDeclaration(type, attribute, number, type.ContainingAssembly));

    /// <summary>The declarations on an assembly. What is no class and no struct has no declaration.</summary>
    public static IEnumerable<ContractDeclaration> On(IAssemblySymbol assembly) => assembly.GetAttributes()
        .Where(attribute => attribute.IsKafka(KafkaAttributes.Contract))
        .Select((attribute, number) =>
            attribute.ConstructorArguments is [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } type }, { Kind: TypedConstantKind.Primitive }]
                ? new ContractDeclaration(type, attribute, ~number, assembly)
                : null)
        .Where(declaration => declaration is not null)
        .Select(declaration => declaration!);

    /// <summary>Where the contract is declared, for findings that have no better place.</summary>
    public Location Place => IsOnAssembly
        ? Attribute.ApplicationSyntaxReference is { } syntax ? syntax.SyntaxTree.GetLocation(syntax.Span) : Location.None
        : Type.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>Where the topic is written.</summary>
    public Location PlaceOfTopic(Findings findings) => PlaceOf(
        argument => argument.NameEquals is null && (!IsOnAssembly || argument.Expression is not TypeOfExpressionSyntax), findings);

    /// <summary>Where a named argument is written.</summary>
    public Location PlaceOfNamed(string name, Findings findings) =>
        PlaceOf(argument => argument.NameEquals?.Name.Identifier.ValueText == name, findings);

    private Location PlaceOf(Func<AttributeArgumentSyntax, bool> wanted, Findings findings) =>
        Attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments }
        && arguments.FirstOrDefault(wanted) is { } argument
            ? argument.GetLocation()
            : findings.Contract;
}
