using System.Globalization;
using KafkaGen.Contracts;
using KafkaGen.Sending;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGen.Configuration;

/// <summary>The contracts that a client serves, checked against each other.</summary>
internal sealed class ContractSet
{
    private readonly KafkaGenOptions _options;
    private readonly SharedTopics _sharedTopics;

    // librdkafka silently keeps the first configuration of a topic's name, so two contracts that differ must not get that far.
    private readonly Dictionary<string, KafkaContract> _byTopic = [];
    private readonly Dictionary<string, KafkaContract> _byName = new(StringComparer.OrdinalIgnoreCase);

    internal ContractSet(IEnumerable<KafkaContract> contracts, KafkaGenOptions options)
    {
        _options = options;
        _sharedTopics = new SharedTopics((options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(SenderLog.Category));
        if (ContractRegistry.Rejections.Count > 0)
        {
            throw ContractRegistry.Rejections[0];
        }

        foreach (KafkaContract contract in contracts.Where(options.Includes))
        {
            Add(contract);
        }
    }

    /// <summary>The topic of a contract.</summary>
    internal TopicSettings Settle(KafkaContract contract) => Settle(contract, contract.Topic);

    /// <summary>A topic that a contract's records go to: its own, or one named at run time.</summary>
    internal TopicSettings Settle(KafkaContract contract, string topic)
    {
        string type = contract.MessageType.FullName ?? contract.Name;
        if (!_options.Includes(contract))
        {
            throw new KafkaContractException(type, $"'{type}' was left out by options.Exclude<{contract.MessageType.Name}>(): remove that call to produce it.");
        }

        if (topic.Length == 0)
        {
            throw new KafkaContractException(type, $"'{type}' names no topic of its own: use client.ForTopic<{contract.MessageType.Name}>(\"...\").");
        }

        // Its assembly may have been loaded after the client was made.
        lock (_byTopic)
        {
            if (contract.Topic.Length == 0)
            {
                // Bytes have no compression of their own: they take that of the contract whose topic they go to.
                contract = _byTopic.GetValueOrDefault(topic, contract);
            }
            else if (!_byName.TryGetValue(contract.Name, out KafkaContract? known) || known != contract)
            {
                Add(contract);
            }

            Share(contract, topic);
        }

        Dictionary<string, string> properties = [];
        if (contract.Codec is { } codec)
        {
            properties["compression.codec"] = codec switch
            {
                CompressionCodec.None => "none",
                CompressionCodec.Gzip => "gzip",
                CompressionCodec.Snappy => "snappy",
                CompressionCodec.Lz4 => "lz4",
                CompressionCodec.Zstd => "zstd",
                _ => throw new KafkaContractException(type, $"'{type}' names codec {codec}, which does not exist."),
            };
            properties["compression.level"] = contract.CompressionLevel.ToString(CultureInfo.InvariantCulture);
        }

        return new TopicSettings(topic, properties);
    }

    private void Add(KafkaContract contract)
    {
        string type = contract.MessageType.FullName ?? contract.Name;
        if (TopicName.Problem(contract.Topic) is { } problem)
        {
            throw new KafkaContractException(type, $"'{type}' names topic '{contract.Topic}', which Kafka does not allow: {problem}.");
        }

        if (!_byName.TryAdd(contract.Name, contract) && _byName[contract.Name] is var same && same != contract)
        {
            throw new KafkaContractException(type, same.MessageType == contract.MessageType
                ? $"'{type}' is the contract '{contract.Name}' of two topics, '{same.Topic}' and '{contract.Topic}'. Give one of them a Name."
                : $"'{type}' and '{same.MessageType.FullName}' are both named '{contract.Name}' in configuration. Rename one, give its " +
                $"[KafkaTopic] a Name, or leave one out with options.Exclude<{contract.MessageType.Name}>().");
        }

        Share(contract, contract.Topic);
    }

    private void Share(KafkaContract contract, string topic)
    {
        if (!_byTopic.TryAdd(topic, contract) && _byTopic[topic] is var other
            && (other.Codec != contract.Codec || other.CompressionLevel != contract.CompressionLevel))
        {
            string type = contract.MessageType.FullName ?? contract.Name;
            throw new KafkaContractException(
                type,
                $"'{type}' and '{other.MessageType.FullName}' share topic '{topic}' but not its compression ({Compression(contract)} and " +
                $"{Compression(other)}). Codec and level are settings of the topic: give both the same [Compression].");
        }

        _sharedTopics.Add(contract, topic);
    }

    private static string Compression(KafkaContract contract) => contract.Codec is { } codec
        ? string.Create(CultureInfo.InvariantCulture, $"{codec} level {contract.CompressionLevel}")
        : "the cluster's";
}
