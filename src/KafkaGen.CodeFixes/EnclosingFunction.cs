using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace KafkaGen.CodeFixes;

/// <summary>The method, local function or lambda around a node, and whether it can await.</summary>
internal sealed class EnclosingFunction
{
    private readonly SyntaxNode? _node;

    private EnclosingFunction(SyntaxNode? node, bool isAsync, bool isLocked)
    {
        _node = node;
        CanAwait = isAsync && !isLocked;
        CanBecomeAsync = !isLocked && node is LocalFunctionStatementSyntax or MethodDeclarationSyntax && CanChange(node);
    }

    public bool CanAwait { get; }

    /// <summary>Whether it returns nothing and nobody else decides its signature, so that it may become an <c>async Task</c>.</summary>
    public bool CanBecomeAsync { get; }

    public static EnclosingFunction Of(SyntaxNode node)
    {
        bool isLocked = false;
        foreach (SyntaxNode around in node.Ancestors())
        {
            switch (around)
            {
                case LockStatementSyntax:
                    isLocked = true;
                    break;
                case AnonymousFunctionExpressionSyntax lambda:
                    return new EnclosingFunction(lambda, lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword), isLocked);
                case LocalFunctionStatementSyntax function:
                    return new EnclosingFunction(function, function.Modifiers.Any(SyntaxKind.AsyncKeyword), isLocked);
                case BaseMethodDeclarationSyntax method:
                    return new EnclosingFunction(method, method.Modifiers.Any(SyntaxKind.AsyncKeyword), isLocked);
                case GlobalStatementSyntax:
                    return new EnclosingFunction(null, isAsync: true, isLocked);
            }
        }

        return new EnclosingFunction(null, isAsync: false, isLocked);
    }

    /// <summary>Makes the function async; several fixes in one function may ask for it.</summary>
    public void MakeAsync(SyntaxEditor editor)
    {
        if (!CanAwait && _node is not null)
        {
            editor.ReplaceNode(_node, static (current, _) => Asynchronous(current));
        }
    }

    private static bool CanChange(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax { ReturnType: PredefinedTypeSyntax type, ParameterList: { } parameters } =>
            type.Keyword.IsKind(SyntaxKind.VoidKeyword) && CanBeAsync(parameters),
        MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax type, ParameterList: { } parameters, ExplicitInterfaceSpecifier: null } method =>
            type.Keyword.IsKind(SyntaxKind.VoidKeyword)
            && CanBeAsync(parameters)
            && !method.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.OverrideKeyword or SyntaxKind.VirtualKeyword or SyntaxKind.PartialKeyword),
        _ => false,
    };

    private static bool CanBeAsync(ParameterListSyntax parameters) =>
        !parameters.Parameters.Any(parameter =>
            parameter.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword));

    private static SyntaxNode Asynchronous(SyntaxNode node)
    {
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (node)
        {
            case MethodDeclarationSyntax method when !method.Modifiers.Any(SyntaxKind.AsyncKeyword):
                SyntaxTriviaList before = method.ReturnType.GetLeadingTrivia();
                return method.Modifiers.Count > 0
                    ? method.WithReturnType(Task(method.ReturnType)).AddModifiers(keyword)
                    : method.WithReturnType(Task(method.ReturnType).WithoutLeadingTrivia()).AddModifiers(keyword.WithLeadingTrivia(before));
            case LocalFunctionStatementSyntax function when !function.Modifiers.Any(SyntaxKind.AsyncKeyword):
                SyntaxTriviaList start = function.ReturnType.GetLeadingTrivia();
                return function.Modifiers.Count > 0
                    ? function.WithReturnType(Task(function.ReturnType)).AddModifiers(keyword)
                    : function.WithReturnType(Task(function.ReturnType).WithoutLeadingTrivia()).AddModifiers(keyword.WithLeadingTrivia(start));
            default:
                return node;
        }
    }

    private static TypeSyntax Task(TypeSyntax replaced) =>
        SyntaxFactory.ParseTypeName("global::System.Threading.Tasks.Task")
            .WithAdditionalAnnotations(Simplifier.Annotation)
            .WithTriviaFrom(replaced);
}
