namespace KafkaGen.Configuration;

/// <summary>A topic's final name and the properties that differ from the cluster's.</summary>
internal sealed record TopicSettings(string Name, IReadOnlyDictionary<string, string> Properties);
