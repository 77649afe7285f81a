using System.Text.Json.Serialization;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>The produced record: about 100 bytes of JSON and a key of 36.</summary>
[KafkaTopic("benchmarks.ticks")]
public sealed record Tick([PartitionKey] Guid Instrument, long Sequence, decimal Price, int Volume);

/// <summary>What a careful user of Confluent.Kafka serializes the same record with.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Tick))]
internal sealed partial class TickJsonContext : JsonSerializerContext;
