using System.Runtime.InteropServices;
using KafkaGen.Contracts;
using KafkaGen.Provisioning;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Configuration;

/// <summary>
/// The contracts that a client serves, with what the application's options say of their topics, checked against each other. A contradiction between
/// contracts of the application stops its start. One that a plugin brings fails only the caller that asks for the plugin's contract.
/// </summary>
internal sealed class ContractSet
{
    private readonly ClusterScope _scope;
    private readonly SharedTopics _sharedTopics;
    private readonly List<DeclaredContract> _declared = [];
    private readonly Dictionary<string, List<DeclaredContract>> _byName = new(StringComparer.OrdinalIgnoreCase);

    // By the final names of the topics that contracts declare.
    private readonly Dictionary<string, List<DeclaredContract>> _byTopic = [];

    // librdkafka silently keeps the first configuration of a topic's name, so two contracts that differ must not get that far.
    private readonly Dictionary<string, (KafkaContract Contract, TopicSettings Settings)> _opened = [];

    /// <summary>Takes contracts with options that <see cref="TopicOptionsRules.Check"/> has passed.</summary>
    /// <exception cref="KafkaConfigurationException">What the options say of a topic does not go together with what its contract says.</exception>
    /// <exception cref="KafkaContractException">Two contracts contradict each other, or the generator rejected one.</exception>
    internal ContractSet(IEnumerable<KafkaContract> contracts, ClusterScope scope, ILogger logger)
    {
        _scope = scope;
        _sharedTopics = new SharedTopics(logger);
        if (ContractRegistry.Rejections.Count > 0)
        {
            throw ContractRegistry.Rejections[0];
        }

        KafkaContract[] served = [.. contracts.Where(scope.Includes)];

        // First the names of all: by them an entry of the options is told from one that means a topic.
        DeclaredContract[] declared = [.. served.Select(Declare)];
        for (int i = 0; i < served.Length; i++)
        {
            if (IsOwn(served[i]) && !declared[i].IsUnloadable)
            {
                TopicSettings settings = SettingsOf(declared[i], served[i]);
                ThrowIfIllegal(served[i], settings);
                _sharedTopics.Add(served[i], settings.Name);
            }
        }

        for (int i = 0; i < served.Length; i++)
        {
            if (!declared[i].IsUnloadable && (NameClash(served[i], declared.AsSpan(0, i)) ?? TopicClash(served[i], declared.AsSpan(0, i))) is { } clash)
            {
                throw clash;
            }
        }
    }

    /// <summary>Takes contracts, and checks the options with them first.</summary>
    /// <exception cref="KafkaConfigurationException">What the options say of topics cannot be used, or does not go together with what a contract says.</exception>
    /// <exception cref="KafkaContractException">Two contracts contradict each other, or the generator rejected one.</exception>
    internal static ContractSet Checked(IReadOnlyList<KafkaContract> contracts, ClusterScope scope, ILogger logger)
    {
        OptionErrors errors = new(scope.Options);
        TopicOptionsRules.Check(scope, contracts, errors);
        errors.ThrowIfAny();
        return new ContractSet(contracts, scope, logger);
    }

    /// <summary>The topics that contracts declare, under their final names.</summary>
    internal IEnumerable<TopicSettings> Topics =>
        from declared in _declared
        let contract = declared.Contract
        where contract is not null && !declared.IsUnloadable && IsOwn(contract)
        select SettingsOf(declared, contract);

    /// <summary>The contracts of the cluster.</summary>
    internal IReadOnlyList<KafkaContract> Own()
    {
        lock (_declared)
        {
            return [.. _declared.Select(declared => declared.Contract).OfType<KafkaContract>().Where(IsOwn)];
        }
    }

    /// <summary>What the topics that contracts declare are to be like, by their final names.</summary>
    /// <exception cref="KafkaContractException">Two contracts of a topic contradict each other.</exception>
    internal IReadOnlyList<TopicPlan> Plans()
    {
        lock (_declared)
        {
            // Those that stay come first: what they say of a topic they share with a plugin holds.
            return
            [
                .. _declared
                    .OrderBy(declared => declared.IsUnloadable)
                    .Select(declared => (Declared: declared, declared.Contract))
                    .Where(known => known.Contract is not null && IsOwn(known.Contract))
                    .Select(known => (known.Declared, Contract: known.Contract!, Plan: TopicPlan.Of(known.Contract!, SettingsOf(known.Declared, known.Contract!).Name, EntriesOf(known.Contract!))))
                    .GroupBy(planned => planned.Plan.Name)
                    .OrderBy(shared => shared.Key, StringComparer.Ordinal)
                    .Select(shared => TopicPlan.Merge(shared.Select(planned => (planned.Contract, planned.Plan)), contract => !DeclaredContract.CanBeUnloaded(contract))),
            ];
        }
    }

    /// <summary>The topic of a contract as it is described, whether or not it can be produced to.</summary>
    internal TopicSettings Describe(KafkaContract contract)
    {
        lock (_declared)
        {
            return SettingsOf(Declare(contract), contract);
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

        lock (_declared)
        {
            if (contract.Topic.Length == 0)
            {
                // Bytes have no settings of their own: they take those of the contract whose topic they go to.
                string name = Prefixed(topic);
                return Open(contract, SettingsOfTopic(name, contract) ?? new TopicSettings(name));
            }

            // Its assembly may have been loaded after the client was made.
            DeclaredContract declared = Declare(contract);
            TopicSettings own = SettingsOf(declared, contract);
            bool isItsOwn = topic == contract.Topic && IsOwn(contract);
            if (IsOwn(contract))
            {
                ThrowIfIllegal(contract, own);
            }

            TopicSettings settings = isItsOwn ? own : own with { Name = Prefixed(topic) };
            if ((NameClash(contract, CollectionsMarshal.AsSpan(_byName[contract.Name])) ?? ClashOn(settings, contract)) is { } clash)
            {
                throw clash;
            }

            Open(contract, settings);
            declared.Use(contract);
            return settings;
        }
    }

    // Names are the application's, topics are the cluster's.
    private bool IsOwn(KafkaContract contract) => _scope.IsCluster(_scope.ClusterOf(contract));

    private DeclaredContract Declare(KafkaContract contract)
    {
        if (!_byName.TryGetValue(contract.Name, out List<DeclaredContract>? named))
        {
            _byName.Add(contract.Name, named = []);
        }

        if (named.Find(known => known.Is(contract)) is { } declared)
        {
            return declared;
        }

        declared = new DeclaredContract(contract);
        named.RemoveAll(static known => known.Contract is null);
        named.Add(declared);
        _declared.RemoveAll(static known => known.Contract is null);
        _declared.Add(declared);
        return declared;
    }

    // By the name of its type rather than by the type: two loaded versions of a contract are one in configuration.
    private static KafkaContractException? NameClash(KafkaContract contract, ReadOnlySpan<DeclaredContract> others)
    {
        string type = contract.MessageType.FullName ?? contract.Name;
        foreach (DeclaredContract declared in others)
        {
            if (!declared.Name.Equals(contract.Name, StringComparison.OrdinalIgnoreCase) || declared.Contract is not { } other || other == contract || !declared.Meets(other, contract))
            {
                continue;
            }

            if (other.MessageType == contract.MessageType)
            {
                return new KafkaContractException(
                    type, $"'{type}' is the contract '{contract.Name}' of two topics, '{other.Topic}' and '{contract.Topic}'. Give one of them a Name.");
            }

            if (other.MessageType.FullName != type)
            {
                return new KafkaContractException(
                    type,
                    $"'{type}' and '{other.MessageType.FullName}' are both named '{contract.Name}' in configuration. Rename one, give its " +
                    $"[KafkaTopic] a Name, or leave one out with options.Exclude<{contract.MessageType.Name}>().");
            }
        }

        return null;
    }

    private KafkaContractException? TopicClash(KafkaContract contract, ReadOnlySpan<DeclaredContract> others)
    {
        if (!IsOwn(contract))
        {
            return null;
        }

        TopicSettings settings = SettingsOf(contract);
        foreach (DeclaredContract declared in others)
        {
            if (declared.Contract is { } other && other != contract && IsOwn(other) && declared.Meets(other, contract)
                && Clash(contract, settings, other, SettingsOf(declared, other)) is { } clash)
            {
                return clash;
            }
        }

        return null;
    }

    // What was opened may be under a name that was made at run time; what is declared need not be opened.
    private KafkaContractException? ClashOn(TopicSettings settings, KafkaContract contract)
    {
        if (_opened.TryGetValue(settings.Name, out (KafkaContract Contract, TopicSettings Settings) opened)
            && opened.Contract.Topic.Length > 0
            && Clash(contract, AsBefore(settings, opened.Contract, opened.Settings), opened.Contract, opened.Settings) is { } clash)
        {
            return clash;
        }

        foreach (DeclaredContract declared in _byTopic.GetValueOrDefault(settings.Name) ?? [])
        {
            if (declared.Contract is { } other && other != contract && IsOwn(other) && declared.Meets(other, contract)
                && Clash(contract, settings, other, SettingsOf(declared, other)) is { } inTheWay)
            {
                return inTheWay;
            }
        }

        return null;
    }

    // A plugin that was unloaded and loaded again brings its partitioner as another type. The topic is open, and keeps the one that it was opened with.
    private static TopicSettings AsBefore(TopicSettings settings, KafkaContract owner, TopicSettings opened) =>
        settings.CustomPartitioner?.Type.FullName is { } name && name == opened.CustomPartitioner?.Type.FullName && DeclaredContract.IsGone(owner)
            ? settings with { CustomPartitioner = opened.CustomPartitioner }
            : settings;

    private static KafkaContractException? Clash(KafkaContract contract, TopicSettings settings, KafkaContract other, TopicSettings shared)
    {
        if (settings.Name != shared.Name || settings.DifferencesTo(shared) is not { Length: > 0 } differences)
        {
            return null;
        }

        string type = contract.MessageType.FullName ?? contract.Name;
        return new KafkaContractException(
            type,
            $"'{type}' and '{other.MessageType.FullName}' share topic '{settings.Name}' but differ in its {differences}. " +
            "These are settings of the topic: give both contracts the same, by attributes or by the options of the topic.");
    }

    private void ThrowIfIllegal(KafkaContract contract, TopicSettings settings)
    {
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
    }

    private TopicSettings? SettingsOfTopic(string name, KafkaContract contract)
    {
        if (_opened.TryGetValue(name, out (KafkaContract Contract, TopicSettings Settings) opened))
        {
            return opened.Settings;
        }

        foreach (DeclaredContract declared in _byTopic.GetValueOrDefault(name) ?? [])
        {
            if (declared.Contract is { } owner && declared.Meets(owner, contract))
            {
                return SettingsOf(declared, owner);
            }
        }

        return null;
    }

    private TopicSettings Open(KafkaContract contract, TopicSettings settings)
    {
        _opened.TryAdd(settings.Name, (contract, settings));
        _sharedTopics.Add(contract, settings.Name);
        return settings;
    }

    private TopicSettings SettingsOf(DeclaredContract declared, KafkaContract contract)
    {
        TopicSettings settings = declared.Settings(contract, SettingsOf);
        if (IsOwn(contract))
        {
            if (!_byTopic.TryGetValue(settings.Name, out List<DeclaredContract>? sharing))
            {
                _byTopic.Add(settings.Name, sharing = []);
            }

            if (!sharing.Contains(declared))
            {
                sharing.RemoveAll(static known => known.Contract is null);
                sharing.Add(declared);
            }
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
