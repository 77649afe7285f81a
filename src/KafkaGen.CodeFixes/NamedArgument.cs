using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.CodeFixes;

/// <summary>Arguments of a call that a fix writes.</summary>
internal static class NamedArgument
{
    public static ArgumentSyntax Of(string name, ExpressionSyntax value) =>
        SyntaxFactory.Argument(
            SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(name)).WithTrailingTrivia(SyntaxFactory.Space),
            default,
            value.WithoutTrivia());

    public static ArgumentListSyntax List(IReadOnlyList<ArgumentSyntax> arguments) =>
        SyntaxFactory.ArgumentList(
            SyntaxFactory.SeparatedList(
                arguments.Select(argument => argument.WithoutTrivia()),
                Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, arguments.Count - 1))));
}
