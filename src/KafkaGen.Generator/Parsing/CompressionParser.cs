using System.Globalization;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads <c>[Compression]</c> and checks the level.</summary>
internal static class CompressionParser
{
    public const int DefaultLevel = -1;

    private static readonly string[] s_codecs = ["none", "gzip", "snappy", "lz4", "zstd"];
    private static readonly int[] s_highestLevels = [0, 9, 0, 12, 12];

    /// <summary>The codec and level of a contract: of its own attribute, of its type's, else the assembly's.</summary>
    public static (int? Codec, int Level) Read(ContractDeclaration declaration)
    {
        if (declaration.Attribute.Named("Codec") is { Value: int named })
        {
            return (named, declaration.Attribute.NamedInt("CompressionLevel", DefaultLevel));
        }

        return declaration.Type.Find(KafkaAttributes.Compression) is { ConstructorArguments: [{ Value: int codec }] } attribute
            ? (codec, attribute.NamedInt("Level", DefaultLevel))
            : (declaration.Defaults.Codec, declaration.Defaults.CompressionLevel);
    }

    public static void Check(ContractDeclaration declaration, Findings findings)
    {
        (int? codec, int level) = Read(declaration);
        if (codec is { } number && Fault(number, level) is { } fault)
        {
            findings.Add(ContractDiagnostics.Compression, PlaceOf(declaration, findings), fault);
        }
    }

    private static Location PlaceOf(ContractDeclaration declaration, Findings findings)
    {
        if (declaration.Attribute.Named("Codec") is not null)
        {
            return declaration.PlaceOfNamed("CompressionLevel", findings);
        }

        return declaration.Type.Find(KafkaAttributes.Compression)?.ApplicationSyntaxReference is { } syntax
            && findings.Compilation.ContainsSyntaxTree(syntax.SyntaxTree)
            && syntax.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
                ? arguments.Last().GetLocation()
                : findings.Contract;
    }

    private static string? Fault(int codec, int level)
    {
        if (codec < 0 || codec >= s_codecs.Length)
        {
            return string.Format(CultureInfo.InvariantCulture, "There is no codec {0}", codec);
        }

        if (level == DefaultLevel || (level >= 1 && level <= s_highestLevels[codec]))
        {
            return null;
        }

        return string.Format(CultureInfo.InvariantCulture, "{0} has no level {1}", s_codecs[codec], level);
    }
}
