using System.Collections.Immutable;
using System.Globalization;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace KafkaGen.CodeFixes;

/// <summary>Numbers the parts of a key (KG0111) in the sequence in which they are declared.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeyOrderFix))]
public sealed class KeyOrderFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RecordPartDiagnostics.KeyOrder.Id);

    private protected override string Title => "Give each part of the key an Order";

    private protected override Action<SyntaxEditor>? Plan(FixSite site, Diagnostic diagnostic)
    {
        if (site.NodeAt(diagnostic).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        AttributeSyntax[] parts =
        [
            .. type.DescendantNodes(node => node == type || node is not TypeDeclarationSyntax).OfType<AttributeSyntax>().Where(IsKey),
        ];

        // Where one part has a place of its own already, or lies in a base or another file, only a person knows the others'.
        return parts.Length < 2 || parts.Any(HasOrder)
            ? null
            : editor =>
            {
                for (int i = 0; i < parts.Length; i++)
                {
                    int order = i + 1;
                    editor.ReplaceNode(parts[i], (current, _) => HasOrder((AttributeSyntax)current) ? current : WithOrder((AttributeSyntax)current, order));
                }
            };

        bool IsKey(AttributeSyntax attribute) =>
            site.Model.GetSymbolInfo(attribute, site.CancellationToken).Symbol is
            {
                ContainingType: { Name: "PartitionKeyAttribute", ContainingNamespace.Name: "KafkaGen" },
            };
    }

    private static bool HasOrder(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.Any(argument => argument.NameEquals?.Name.Identifier.ValueText == "Order") == true;

    private static AttributeSyntax WithOrder(AttributeSyntax attribute, int order)
    {
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(
            SyntaxFactory.ParseExpression(string.Format(CultureInfo.InvariantCulture, "{0}", order)))
            .WithNameEquals(SyntaxFactory.NameEquals(
                SyntaxFactory.IdentifierName("Order").WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)));
        return attribute.ArgumentList is { Arguments.Count: > 0 } list
            ? attribute.WithArgumentList(list.WithArguments(list.Arguments.Insert(0, argument)))
            : attribute.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument)));
    }
}
