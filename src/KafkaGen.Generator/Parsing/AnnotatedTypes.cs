using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Finds the types that may be contracts by the names of their attributes, so that only those are bound. An attribute may be written under an alias.
/// </summary>
internal static class AnnotatedTypes
{
    private const string Suffix = "Attribute";

    /// <summary>The names under which the attribute may be written, the aliases of every file among them.</summary>
    public static ISet<string> AttributeNames(IEnumerable<SyntaxTree> files, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { KafkaAttributes.Topic, Short(KafkaAttributes.Topic) };
        foreach (string alias in files.SelectMany(file => AliasesIn(file, cancellationToken)))
        {
            names.Add(alias);
            names.Add(Short(alias));
        }

        return names;
    }

    /// <summary>The types in a file; a partial type once.</summary>
    public static IEnumerable<INamedTypeSymbol> In(
        SyntaxTree file, ISet<string> attributeNames, Compilation compilation, CancellationToken cancellationToken)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        SemanticModel? model = null;
        foreach (TypeDeclarationSyntax type in Declarations(file, cancellationToken).OfType<TypeDeclarationSyntax>())
        {
            if (type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attributeNames.Contains(RightmostOf(attribute.Name))))
            {
                model ??= compilation.GetSemanticModel(file);
                if (model.GetDeclaredSymbol(type, cancellationToken) is { } symbol && found.Add(symbol))
                {
                    yield return symbol;
                }
            }
        }
    }

    private static IEnumerable<string> AliasesIn(SyntaxTree file, CancellationToken cancellationToken) => file.GetRoot(cancellationToken)
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<UsingDirectiveSyntax>()
        .Where(alias => alias is { Alias: not null, Name: { } target } && RightmostOf(target) == KafkaAttributes.Topic)
        .Select(alias => alias.Alias!.Name.Identifier.ValueText);

    // Bodies declare no types, so they are not entered.
    private static IEnumerable<SyntaxNode> Declarations(SyntaxTree file, CancellationToken cancellationToken) =>
        file.GetRoot(cancellationToken)
            .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax);

    /// <summary>The last identifier of a name, without what it is qualified with.</summary>
    public static string RightmostOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => string.Empty,
    };

    private static string Short(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
}
