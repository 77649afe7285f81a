using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.CodeFixes;

/// <summary>The collection that a loop goes through, and the name that an element has there.</summary>
internal sealed record RecordSource(ExpressionSyntax Collection, string Element)
{
    /// <summary>The list of records as an expression: the collection itself where it is one.</summary>
    public string List(FixSite site, SyntaxNode message, ITypeSymbol record)
    {
        string collection = Collection.WithoutTrivia().ToString();
        if (message is not IdentifierNameSyntax name || name.Identifier.ValueText != Element)
        {
            return Linq(site, "ToList", Linq(site, "Select", Primary(collection), $"{Element} => {message.WithoutTrivia()}"));
        }

        return IsList(site, record) ? collection : Linq(site, "ToList", Primary(collection));
    }

    private bool IsList(FixSite site, ITypeSymbol record) =>
        site.Model.Compilation.GetTypeByMetadataName("System.Collections.Generic.IReadOnlyList`1")?.Construct(record) is { } list
        && site.Model.ClassifyConversion(Collection, list) is { IsImplicit: true, Exists: true };

    // Where System.Linq is not imported, an extension method cannot be called as one.
    private string Linq(FixSite site, string method, string source, string argument = "")
    {
        bool isImported = site.Model.Compilation.GetTypeByMetadataName("System.Collections.Generic.IEnumerable`1") is { } sequence
            && site.Model.LookupSymbols(Collection.SpanStart, sequence.Construct(site.Model.Compilation.ObjectType), method, includeReducedExtensionMethods: true)
                .Any(symbol => symbol.ContainingNamespace.ToDisplayString() == "System.Linq");
        return isImported
            ? $"{source}.{method}({argument})"
            : $"global::System.Linq.Enumerable.{method}({source}{(argument.Length > 0 ? ", " : string.Empty)}{argument})";
    }

    private string Primary(string collection) =>
        Collection is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax
            or ParenthesizedExpressionSyntax or ObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax
            ? collection
            : $"({collection})";
}
