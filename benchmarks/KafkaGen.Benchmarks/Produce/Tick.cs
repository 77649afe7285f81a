using System.Text.Json.Serialization;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>The produced record: about 100 bytes of JSON and a key of 36.</summary>
[KafkaTopic(Topic)]
public sealed record Tick([PartitionKey] Guid Instrument, long Sequence, decimal Price, int Volume)
{
    internal const string Topic = "benchmarks.ticks";
}

/// <summary>The same with a header and a timestamp, which need librdkafka's slower call.</summary>
[KafkaTopic(Topic)]
[KafkaHeader(HeaderName, HeaderValue)]
public sealed record StampedTick(
    [PartitionKey] Guid Instrument, long Sequence, decimal Price, int Volume, [property: JsonIgnore, KafkaTimestamp] DateTimeOffset At)
{
    internal const string Topic = "benchmarks.stamped";
    internal const string HeaderName = "type";
    internal const string HeaderValue = "tick.stamped";
}

/// <summary>What a careful user of Confluent.Kafka serializes the same records with.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Tick))]
[JsonSerializable(typeof(StampedTick))]
internal sealed partial class TickJsonContext : JsonSerializerContext;
