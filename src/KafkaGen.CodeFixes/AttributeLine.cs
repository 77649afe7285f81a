using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace KafkaGen.CodeFixes;

/// <summary>Writes an attribute on a line of its own before a type, behind its documentation.</summary>
internal static class AttributeLine
{
    public static TypeDeclarationSyntax AddTo(TypeDeclarationSyntax type, AttributeSyntax attribute, string lineEnd)
    {
        SyntaxTriviaList before = type.GetLeadingTrivia();
        SyntaxTriviaList indentation = before.LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } spaces ? [spaces] : [];
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute))
            .WithLeadingTrivia(before)
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(lineEnd));
        TypeDeclarationSyntax rest = type.WithLeadingTrivia(indentation);
        return rest.WithAttributeLists(rest.AttributeLists.Insert(0, list));
    }

    /// <summary>An attribute whose name is written as short as it can be.</summary>
    public static AttributeSyntax Attribute(string fullName, params AttributeArgumentSyntax[] arguments) =>
        SyntaxFactory.Attribute(
            SyntaxFactory.ParseName("global::" + fullName).WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.AttributeArgumentList(SyntaxFactory.SeparatedList(arguments)));
}
