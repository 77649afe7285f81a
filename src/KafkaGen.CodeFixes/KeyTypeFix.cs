using System.Collections.Immutable;
using KafkaGen.Generator.Analyzers;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace KafkaGen.CodeFixes;

/// <summary>Writes the contract's key type where a keyed producer is asked for by another one (KG0310).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeyTypeFix))]
public sealed class KeyTypeFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UseDiagnostics.WrongKeyType.Id);

    private protected override string Title => "Use the contract's key type";

    private protected override Action<SyntaxEditor>? Plan(FixSite site, Diagnostic diagnostic) =>
        site.NodeAt(diagnostic) is TypeSyntax asked && diagnostic.Properties.TryGetValue(KeyedProducerAnalyzer.KeyType, out string? right) && right is not null
            ? editor => editor.ReplaceNode(asked, SyntaxFactory.ParseTypeName(right).WithTriviaFrom(asked))
            : null;
}
