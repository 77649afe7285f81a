using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace KafkaGen.CodeFixes;

/// <summary>Drops a compression level that the codec does not have (KG0008); the codec's own default takes its place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CompressionLevelFix))]
public sealed class CompressionLevelFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractDiagnostics.Compression.Id);

    private protected override string Title => "Drop the level";

    private protected override Action<SyntaxEditor>? Plan(FixSite site, Diagnostic diagnostic)
    {
        if (site.NodeAt(diagnostic).FirstAncestorOrSelf<AttributeSyntax>() is not { ArgumentList.Arguments: [{ Expression: { } codec }, ..] arguments }
            || arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Level") is not { } level)
        {
            return null;
        }

        // Without its level an unknown codec is as wrong as with it.
        bool isCodec = site.Model.GetSymbolInfo(codec, site.CancellationToken).Symbol is IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum };
        return isCodec ? editor => editor.RemoveNode(level) : null;
    }
}
