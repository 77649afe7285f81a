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

    /// <summary>The types, in the sequence of their files; a partial type once.</summary>
    public static IEnumerable<INamedTypeSymbol> In(Compilation compilation, CancellationToken cancellationToken)
    {
        CompilationUnitSyntax[] files =
        [
            .. compilation.SyntaxTrees.Select(tree => tree.GetRoot(cancellationToken)).OfType<CompilationUnitSyntax>(),
        ];
        var names = new HashSet<string>(StringComparer.Ordinal) { KafkaAttributes.Topic, Short(KafkaAttributes.Topic) };
        foreach (UsingDirectiveSyntax alias in files.SelectMany(file => Declarations(file).OfType<UsingDirectiveSyntax>()))
        {
            if (alias is { Alias.Name.Identifier.ValueText: { } name, Name: { } target } && RightmostOf(target) == KafkaAttributes.Topic)
            {
                names.Add(name);
                names.Add(Short(name));
            }
        }

        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (CompilationUnitSyntax file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SemanticModel? model = null;
            foreach (TypeDeclarationSyntax type in Declarations(file).OfType<TypeDeclarationSyntax>())
            {
                if (type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => names.Contains(RightmostOf(attribute.Name))))
                {
                    model ??= compilation.GetSemanticModel(file.SyntaxTree);
                    if (model.GetDeclaredSymbol(type, cancellationToken) is { } symbol && found.Add(symbol))
                    {
                        yield return symbol;
                    }
                }
            }
        }
    }

    // Bodies declare no types, so they are not entered.
    private static IEnumerable<SyntaxNode> Declarations(CompilationUnitSyntax file) =>
        file.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax);

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
