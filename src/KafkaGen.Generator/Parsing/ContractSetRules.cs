using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>What must hold between the contracts of one application.</summary>
internal static class ContractSetRules
{
    /// <summary>What is wrong with one contract beside the others of its assembly.</summary>
    public static IEnumerable<(DiagnosticDescriptor Descriptor, string[] Arguments)> Check(ContractHead head, IEnumerable<ContractHead> all) => all
        .Where(other => other.FullName != head.FullName || other.Declaration != head.Declaration)
        .SelectMany(other => Between(head, other));

    /// <summary>What is wrong with one contract beside another one.</summary>
    public static IEnumerable<(DiagnosticDescriptor Descriptor, string[] Arguments)> Between(ContractHead head, ContractHead other)
    {
        if (string.Equals(other.Name, head.Name, StringComparison.OrdinalIgnoreCase))
        {
            yield return other.FullName == head.FullName
                ? (ContractDiagnostics.DuplicateTopicName, [head.FullName, head.Name])
                : (ContractDiagnostics.DuplicateName, [head.FullName, other.FullName, head.Name]);
        }

        if (other.Topic == head.Topic && head.SharesClusterWith(other) && string.Join(", ", Differences(head, other)) is { Length: > 0 } differences)
        {
            yield return (ContractDiagnostics.TopicConflict, [head.FullName, other.FullName, head.Topic, differences]);
        }
    }

    private static IEnumerable<string> Differences(ContractHead one, ContractHead other)
    {
        if (one.Codec != other.Codec || one.CompressionLevel != other.CompressionLevel)
        {
            yield return "[Compression]";
        }

        if (one.Settings.Partitioner != other.Settings.Partitioner || one.Settings.CustomPartitioner != other.Settings.CustomPartitioner)
        {
            yield return "partitioner";
        }

        if (one.Settings.MessageTimeoutMs != other.Settings.MessageTimeoutMs)
        {
            yield return "MessageTimeoutMs";
        }

        // What a topic is created with needs to be said once.
        if (AreDifferent(one.Settings.Partitions, other.Settings.Partitions))
        {
            yield return "Partitions";
        }

        if (AreDifferent(one.Settings.ReplicationFactor, other.Settings.ReplicationFactor))
        {
            yield return "ReplicationFactor";
        }

        if (one.Settings.Config.Any(setting => other.Settings.Config.Any(same => same.Name == setting.Name && same.Value != setting.Value)))
        {
            yield return "Config";
        }
    }

    private static bool AreDifferent(int? one, int? other) => one is not null && other is not null && one != other;
}
