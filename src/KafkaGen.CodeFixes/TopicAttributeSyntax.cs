using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace KafkaGen.CodeFixes;

/// <summary>Writes <c>[KafkaTopic("...")]</c> on a line of its own before a type, behind its documentation.</summary>
internal static class TopicAttributeSyntax
{
    public static TypeDeclarationSyntax AddTo(TypeDeclarationSyntax type, string lineEnd)
    {
        SyntaxTriviaList before = type.GetLeadingTrivia();
        SyntaxTriviaList indentation = before.LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } spaces ? [spaces] : [];
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(Attribute(type.Identifier.ValueText)))
            .WithLeadingTrivia(before)
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(lineEnd));
        TypeDeclarationSyntax rest = type.WithLeadingTrivia(indentation);
        return rest.WithAttributeLists(rest.AttributeLists.Insert(0, list));
    }

    private static AttributeSyntax Attribute(string typeName) =>
        SyntaxFactory.Attribute(
            SyntaxFactory.ParseName("global::KafkaGen.KafkaTopic").WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.AttributeArgumentList(
                SyntaxFactory.SingletonSeparatedList(
                    SyntaxFactory.AttributeArgument(
                        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(TopicNames.For(typeName)))))));
}
