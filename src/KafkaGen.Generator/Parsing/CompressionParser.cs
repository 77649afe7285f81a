using System.Globalization;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads <c>[Compression]</c> and checks the level.</summary>
internal static class CompressionParser
{
    private const int DefaultLevel = -1;

    private static readonly string[] s_codecs = ["none", "gzip", "snappy", "lz4", "zstd"];
    private static readonly int[] s_highestLevels = [0, 9, 0, 12, 12];

    public static (int? Codec, int Level) Read(INamedTypeSymbol type) =>
        type.Find(KafkaAttributes.Compression) is { ConstructorArguments: [{ Value: int codec }] } attribute
            ? (codec, attribute.NamedInt("Level", DefaultLevel))
            : (null, DefaultLevel);

    public static void Check(INamedTypeSymbol type, Findings findings)
    {
        (int? codec, int level) = Read(type);
        if (codec is not { } number || Fault(number, level) is not { } fault)
        {
            return;
        }

        AttributeData attribute = type.Find(KafkaAttributes.Compression)!;
        Location place = attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
            ? arguments.Last().GetLocation()
            : findings.Contract;
        findings.Add(ContractDiagnostics.Compression, place, fault);
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
