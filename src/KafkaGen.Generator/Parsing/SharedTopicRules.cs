using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>What should hold between two contracts of one topic, or of two topics that Kafka's metrics take for one. Both work without it.</summary>
internal static class SharedTopicRules
{
    /// <summary>The name of a topic in metrics (org.apache.kafka.common.internals.Topic.unifyCollisionChars): equal names collide.</summary>
    public static string InMetrics(string topic) => topic.Replace('.', '_');

    public static (DiagnosticDescriptor Descriptor, string[] Arguments)? Between(
        ContractHead head, string? keyShape, ContractHead other, string? otherKeyShape)
    {
        if (head.Topic.Length == 0 || !head.SharesClusterWith(other) || InMetrics(head.Topic) != InMetrics(other.Topic))
        {
            return null;
        }

        if (head.Topic != other.Topic)
        {
            return (ContractDiagnostics.TopicCollision, [head.FullName, head.Topic, other.FullName, other.Topic]);
        }

        return keyShape is not null && otherKeyShape is not null && keyShape != otherKeyShape
            ? (ContractDiagnostics.KeyConflict, [head.FullName, keyShape, other.FullName, otherKeyShape, head.Topic])
            : null;
    }
}
