namespace KafkaGen.Configuration.Catalog;

/// <summary>What may be said of one topic.</summary>
internal static class TopicOptions
{
    private static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly Duration s_milliseconds = new(s_millisecond, "1 ms to 24.8 days", isMilliseconds: true);

    internal static readonly Option<KafkaTopicOptions>[] All =
    [
        new Option<KafkaTopicOptions, string>(nameof(KafkaTopicOptions.Topic), new AnyText(), Text(topic => topic.Topic), (topic, value) => topic.Topic = value),
        new Option<KafkaTopicOptions, string>(nameof(KafkaTopicOptions.Cluster), new AnyText(), Text(topic => topic.Cluster), (topic, value) => topic.Cluster = value),
        new Option<KafkaTopicOptions, CompressionCodec>(nameof(KafkaTopicOptions.Codec), new Member<CompressionCodec>(), Maybe(topic => topic.Codec), (topic, value) => topic.Codec = value)
        {
            OtherNames = [("CompressionType", new Member<CompressionCodec>()), ("CompressionCodec", new Member<CompressionCodec>())],
        },
        Number(nameof(KafkaTopicOptions.CompressionLevel), int.MinValue, int.MaxValue, topic => topic.CompressionLevel, (topic, value) => topic.CompressionLevel = value),
        new Option<KafkaTopicOptions, RecordPartitioner>(
            nameof(KafkaTopicOptions.Partitioner), new Member<RecordPartitioner>(), Maybe(topic => topic.Partitioner), (topic, value) => topic.Partitioner = value),
        new Option<KafkaTopicOptions, TimeSpan>(
            nameof(KafkaTopicOptions.MessageTimeout), new Duration(s_millisecond, "1 ms to 24.8 days"), Maybe(topic => topic.MessageTimeout), (topic, value) => topic.MessageTimeout = value)
        {
            OtherNames = [("MessageTimeoutMs", s_milliseconds), ("DeliveryTimeoutMs", s_milliseconds)],
        },
        Number(nameof(KafkaTopicOptions.Partitions), 1, int.MaxValue, topic => topic.Partitions, (topic, value) => topic.Partitions = value),
        Number(nameof(KafkaTopicOptions.ReplicationFactor), 1, short.MaxValue, topic => topic.ReplicationFactor, (topic, value) => topic.ReplicationFactor = value),
    ];

    private static Option<KafkaTopicOptions, long> Number(string name, int min, int max, Func<KafkaTopicOptions, int?> get, Action<KafkaTopicOptions, int> set) => new(
        name,
        new WholeNumber(min, max),
        topic => (get(topic) is not null, get(topic).GetValueOrDefault()),
        (topic, value) => set(topic, (int)Math.Clamp(value, int.MinValue, int.MaxValue)));

    private static Func<KafkaTopicOptions, (bool HasValue, T Value)> Maybe<T>(Func<KafkaTopicOptions, T?> get)
        where T : struct => topic => (get(topic) is not null, get(topic).GetValueOrDefault());

    private static Func<KafkaTopicOptions, (bool HasValue, string Value)> Text(Func<KafkaTopicOptions, string?> get) => topic => (get(topic) is not null, get(topic) ?? "");
}
