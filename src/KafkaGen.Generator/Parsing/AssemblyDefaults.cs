using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>What <c>[assembly: KafkaDefaults]</c> says of every contract of an assembly.</summary>
/// <param name="TopicPrefix">What the names of topics begin with.</param>
/// <param name="Cluster">The name of the cluster; empty for the one without a name.</param>
/// <param name="Codec">The codec's number, or <see langword="null"/> where none is given.</param>
/// <param name="CompressionLevel">The codec's level.</param>
internal sealed record AssemblyDefaults(string TopicPrefix, string Cluster, int? Codec, int CompressionLevel)
{
    public static AssemblyDefaults Of(IAssemblySymbol assembly) => assembly.Find(KafkaAttributes.Defaults) is { } attribute
        ? new AssemblyDefaults(
            attribute.Named("TopicPrefix")?.Value as string ?? string.Empty,
            attribute.Named("Cluster")?.Value as string ?? string.Empty,
            attribute.Named("Codec")?.Value as int?,
            attribute.NamedInt("CompressionLevel", CompressionParser.DefaultLevel))
        : new AssemblyDefaults(string.Empty, string.Empty, null, CompressionParser.DefaultLevel);
}
