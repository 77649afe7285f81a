namespace KafkaGen.Generator.Model;

/// <summary>What a contract says of its topic besides the codec. Each is <see langword="null"/> where it says nothing.</summary>
/// <param name="Partitioner">The number of the partitioner.</param>
/// <param name="CustomPartitioner">The user's own partitioner as generated code names it.</param>
/// <param name="MessageTimeoutMs">The message timeout.</param>
/// <param name="Partitions">The number of partitions to create.</param>
/// <param name="ReplicationFactor">The number of replicas to create.</param>
/// <param name="Config">The settings on the broker, each a name and a value.</param>
internal sealed record TopicSettingsSpec(
    int? Partitioner, string? CustomPartitioner, int? MessageTimeoutMs, int? Partitions, int? ReplicationFactor, EquatableArray<TopicConfigSpec> Config)
{
    public static TopicSettingsSpec None { get; } = new(null, null, null, null, null, default);
}

/// <summary>One setting of a topic on the broker.</summary>
internal sealed record TopicConfigSpec(string Name, string Value);
