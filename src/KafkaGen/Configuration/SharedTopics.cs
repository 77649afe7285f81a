using KafkaGen.Contracts;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Configuration;

/// <summary>
/// Warns of what contracts of one topic, or of two topics that Kafka's metrics take for one, should agree on. It warns once of each, and works all
/// the same. The analyzer reports both while the application is compiled (KG0030, KG0031), unless the contracts meet only here.
/// </summary>
internal sealed class SharedTopics(ILogger log)
{
    // Names rather than contracts, which would keep the assembly of a plugin loaded.
    private readonly Dictionary<string, (string Type, string? KeyShape)> _byTopic = [];
    private readonly Dictionary<string, string> _byNameInMetrics = [];
    private readonly HashSet<(string Type, string Name, string Topic)> _known = [];

    /// <summary>A contract's records go to a topic.</summary>
    internal void Add(KafkaContract contract, string topic)
    {
        // Whoever brings the bytes of a record knows what is in its key.
        if (contract.Topic.Length == 0 || !_known.Add((NameOf(contract), contract.Name, topic)))
        {
            return;
        }

        if (!_byTopic.TryAdd(topic, (NameOf(contract), contract.KeyShape)) && _byTopic[topic] is var other && other.KeyShape != contract.KeyShape)
        {
            KafkaGenLog.KeysDiffer(
                log, topic, other.Type, other.KeyShape ?? "none", NameOf(contract), contract.KeyShape ?? "none");
        }

        // org.apache.kafka.common.internals.Topic.unifyCollisionChars
        string inMetrics = topic.Replace('.', '_');
        if (!_byNameInMetrics.TryAdd(inMetrics, topic) && _byNameInMetrics[inMetrics] is var first && first != topic)
        {
            KafkaGenLog.TopicsCollide(log, first, topic);
        }
    }

    /// <summary>Two contracts clash, which is an error for who asks for one of them.</summary>
    internal void Warn(KafkaContractException clash) => KafkaGenLog.ContractsClash(log, clash.Message);

    private static string NameOf(KafkaContract contract) => contract.MessageType.FullName ?? contract.Name;
}
