using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.CodeFixes;

/// <summary>
/// Makes a type a contract: one whose producer is asked for (KG0301), one that derives from a contract (KG0009), or one that carries attributes which
/// only a contract has (KG0032). The type may be declared in another file or project than the one that asks for it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddTopicFix))]
public sealed class AddTopicFix : DeclarationFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        UseDiagnostics.NoContract.Id, ContractDiagnostics.DerivedWithoutTopic.Id, ContractDiagnostics.AttributeWithoutEffect.Id);

    private protected override IReadOnlyList<DeclarationChange> Plan(FixSite site, Diagnostic diagnostic)
    {
        SyntaxNode marked = site.NodeAt(diagnostic);
        ISymbol? symbol = marked switch
        {
            _ when diagnostic.Id == ContractDiagnostics.AttributeWithoutEffect.Id =>
                OwnerOf(marked.FirstAncestorOrSelf<AttributeSyntax>()) is { } type ? site.Model.GetDeclaredSymbol(type, site.CancellationToken) : null,
            TypeDeclarationSyntax declared => site.Model.GetDeclaredSymbol(declared, site.CancellationToken),
            _ => site.Model.GetTypeInfo(marked, site.CancellationToken).Type,
        };
        return symbol is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsGenericType: false, IsStatic: false, IsAbstract: false } contract
            && contract.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken) is TypeDeclarationSyntax declaration
                ? [new DeclarationChange($"Put [KafkaTopic] on '{contract.Name}'", declaration, nameof(AddTopicFix), Add)]
                : [];
    }

    // An attribute on a method or its parameter waits for no contract.
    private static TypeDeclarationSyntax? OwnerOf(AttributeSyntax? attribute) => attribute?.Parent?.Parent switch
    {
        TypeDeclarationSyntax type => type,
        MemberDeclarationSyntax and not BaseMethodDeclarationSyntax and var member => member.Parent as TypeDeclarationSyntax,
        ParameterSyntax { Parent.Parent: TypeDeclarationSyntax type } => type,
        _ => null,
    };

    private static TypeDeclarationSyntax Add(TypeDeclarationSyntax type, string lineEnd) => AttributeLine.AddTo(
        type,
        AttributeLine.Attribute(
            "KafkaGen.KafkaTopic",
            SyntaxFactory.AttributeArgument(
                SyntaxFactory.LiteralExpression(
                    SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(TopicNames.For(type.Identifier.ValueText))))),
        lineEnd);
}
