using KafkaGen.Contracts;
using KafkaGen.Provisioning;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGen.Configuration;

/// <summary>The contracts that a client serves, with what the application's options say of their topics, checked against each other.</summary>
internal sealed class ContractSet
{
    private readonly ClusterScope _scope;
    private readonly SharedTopics _sharedTopics;

    // librdkafka silently keeps the first configuration of a topic's name, so two contracts that differ must not get that far.
    private readonly Dictionary<string, (KafkaContract Contract, TopicSettings Settings)> _byTopic = [];
    private readonly Dictionary<string, KafkaContract> _byName = new(StringComparer.OrdinalIgnoreCase);

    internal ContractSet(IEnumerable<KafkaContract> contracts, KafkaGenOptions options)
        : this(contracts, new ClusterScope(options), (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(KafkaGenLog.Category))
    {
    }

    /// <exception cref="KafkaConfigurationException">What the options say of topics cannot be used.</exception>
    /// <exception cref="KafkaContractException">Two contracts contradict each other, or the generator rejected one.</exception>
    internal ContractSet(IEnumerable<KafkaContract> contracts, ClusterScope scope, ILogger logger)
    {
        _scope = scope;
        _sharedTopics = new SharedTopics(logger);
        if (ContractRegistry.Rejections.Count > 0)
        {
            throw ContractRegistry.Rejections[0];
        }

        KafkaContract[] all = [.. contracts];
        OptionErrors errors = new(scope.Options);
        TopicOptionsRules.Check(scope, all, errors);
        errors.ThrowIfAny();
        KafkaContract[] served = [.. all.Where(scope.Includes)];

        // First the names of all: by them an entry of the options is told from one that means a topic.
        foreach (KafkaContract contract in served)
        {
            AddName(contract);
        }

        foreach (KafkaContract contract in served)
        {
            if (IsOwn(contract))
            {
                AddTopic(contract);
            }
        }
    }

    /// <summary>The topics that contracts declare, under their final names.</summary>
    internal IEnumerable<TopicSettings> Topics => _byTopic.Values.Select(topic => topic.Settings);

    /// <summary>The contracts of the cluster.</summary>
    internal IReadOnlyList<KafkaContract> Own()
    {
        lock (_byTopic)
        {
            return [.. _byName.Values.Where(IsOwn)];
        }
    }

    /// <summary>What the topics that contracts declare are to be like, by their final names.</summary>
    /// <exception cref="KafkaContractException">Two contracts of a topic contradict each other.</exception>
    internal IReadOnlyList<TopicPlan> Plans()
    {
        lock (_byTopic)
        {
            return
            [
                .. _byName.Values
                    .Where(IsOwn)
                    .Select(contract => (Contract: contract, Plan: TopicPlan.Of(contract, SettingsOf(contract).Name, EntriesOf(contract))))
                    .GroupBy(planned => planned.Plan.Name)
                    .OrderBy(shared => shared.Key, StringComparer.Ordinal)
                    .Select(TopicPlan.Merge),
            ];
        }
    }

    /// <summary>The topic of a contract.</summary>
    internal TopicSettings Settle(KafkaContract contract) => Settle(contract, contract.Topic);

    /// <summary>The topic that a caller means: one named at run time, which may be of any contract, or a contract's own.</summary>
    /// <exception cref="KafkaContractException">The contract's records go to another cluster.</exception>
    internal string TopicOf(KafkaContract contract, string? topic)
    {
        if (topic is null && contract.Topic.Length > 0 && !IsOwn(contract))
        {
            string type = contract.MessageType.FullName ?? contract.Name;
            throw new KafkaContractException(
                type,
                $"The cluster of '{type}' is {ClusterNames.Describe(_scope.ClusterOf(contract))}, and this client's is " +
                $"{ClusterNames.Describe(_scope.Cluster)}. Ask that cluster's client for its producer, or this one for a topic: client.ForTopic<{contract.MessageType.Name}>(\"...\").");
        }

        return topic ?? contract.Topic;
    }

    /// <summary>A topic that a contract's records go to: its own, or one named at run time.</summary>
    internal TopicSettings Settle(KafkaContract contract, string topic)
    {
        string type = contract.MessageType.FullName ?? contract.Name;
        if (!_scope.Includes(contract))
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
                // Bytes have no settings of their own: they take those of the contract whose topic they go to.
                string name = Prefixed(topic);
                TopicSettings settings = _byTopic.TryGetValue(name, out (KafkaContract Contract, TopicSettings Settings) owner)
                    ? owner.Settings
                    : new TopicSettings(name);
                return Share(contract, settings);
            }

            if (!_byName.TryGetValue(contract.Name, out KafkaContract? known) || known != contract)
            {
                AddName(contract);
                if (IsOwn(contract))
                {
                    AddTopic(contract);
                }
            }

            TopicSettings own = SettingsOf(contract);
            return topic == contract.Topic && IsOwn(contract) ? own : Share(contract, own with { Name = Prefixed(topic) });
        }
    }

    // Names are the application's, topics are the cluster's.
    private bool IsOwn(KafkaContract contract) => _scope.IsCluster(_scope.ClusterOf(contract));

    private void AddName(KafkaContract contract)
    {
        if (!_byName.TryAdd(contract.Name, contract) && _byName[contract.Name] is var same && same != contract)
        {
            string type = contract.MessageType.FullName ?? contract.Name;
            throw new KafkaContractException(type, same.MessageType == contract.MessageType
                ? $"'{type}' is the contract '{contract.Name}' of two topics, '{same.Topic}' and '{contract.Topic}'. Give one of them a Name."
                : $"'{type}' and '{same.MessageType.FullName}' are both named '{contract.Name}' in configuration. Rename one, give its " +
                $"[KafkaTopic] a Name, or leave one out with options.Exclude<{contract.MessageType.Name}>().");
        }
    }

    private void AddTopic(KafkaContract contract)
    {
        TopicSettings settings = SettingsOf(contract);
        OptionErrors errors = new(_scope.Options);
        TopicOptionsRules.CheckLevel(contract, settings, errors);
        errors.ThrowIfAny();
        if (TopicName.Problem(settings.Name) is { } problem)
        {
            string type = contract.MessageType.FullName ?? contract.Name;
            throw new KafkaContractException(
                type,
                settings.Name == contract.Topic
                    ? $"'{type}' names topic '{contract.Topic}', which Kafka does not allow: {problem}."
                    : $"The options make '{settings.Name}' the topic of '{type}', which Kafka does not allow: {problem}.");
        }

        Share(contract, settings);
    }

    private TopicSettings Share(KafkaContract contract, TopicSettings settings)
    {
        if (!_byTopic.TryAdd(settings.Name, (contract, settings))
            && _byTopic[settings.Name] is var (other, shared)
            && settings.DifferencesTo(shared) is { Length: > 0 } differences)
        {
            string type = contract.MessageType.FullName ?? contract.Name;
            throw new KafkaContractException(
                type,
                $"'{type}' and '{other.MessageType.FullName}' share topic '{settings.Name}' but differ in its {differences}. " +
                "These are settings of the topic: give both contracts the same, by attributes or by the options of the topic.");
        }

        // Bytes have a key of any shape.
        if (contract.Topic.Length > 0)
        {
            _sharedTopics.Add(contract, settings.Name);
        }

        return settings;
    }

    private TopicSettings SettingsOf(KafkaContract contract)
    {
        TopicSettings settings = new(contract.Topic)
        {
            Codec = contract.Codec,
            CompressionLevel = contract.CompressionLevel,
            Partitioner = contract.Partitioner,
            CustomPartitioner = contract.CustomPartitioner,
            MessageTimeoutMs = contract.MessageTimeoutMs,
        };

        settings = EntriesOf(contract).Aggregate(settings, static (known, entry) => Apply(entry, known));
        return settings with { Name = Prefixed(settings.Name) };
    }

    // What is said of the contract goes before what is said of its topic, and what is said of its cluster before what is said of all.
    private IEnumerable<KafkaTopicOptions> EntriesOf(KafkaContract contract) =>
        from entries in _scope.Main is { } main ? new[] { main.Topics, _scope.Options.Topics } : [_scope.Options.Topics]
        from isOfContract in new[] { false, true }
        from entry in entries
        where isOfContract
            ? entry.Key.Equals(contract.Name, StringComparison.OrdinalIgnoreCase)
            : entry.Key == contract.Topic && !_byName.ContainsKey(entry.Key)
        select entry.Value;

    private static TopicSettings Apply(KafkaTopicOptions entry, TopicSettings settings)
    {
        if (entry.Codec is { } codec)
        {
            settings = settings with { Codec = codec, CompressionLevel = codec == settings.Codec ? settings.CompressionLevel : -1 };
        }

        if (entry.Partitioner is not null || entry.CustomPartitioner is not null)
        {
            settings = settings with { Partitioner = entry.Partitioner, CustomPartitioner = entry.CustomPartitioner };
        }

        return settings with
        {
            Name = entry.Topic ?? settings.Name,
            CompressionLevel = entry.CompressionLevel ?? settings.CompressionLevel,
            MessageTimeoutMs = (int?)entry.MessageTimeout?.TotalMilliseconds ?? settings.MessageTimeoutMs,
        };
    }

    private string Prefixed(string topic) =>
        topic.StartsWith(_scope.Options.TopicPrefix, StringComparison.Ordinal) ? topic : _scope.Options.TopicPrefix + topic;
}
