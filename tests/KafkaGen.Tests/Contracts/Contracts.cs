using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KafkaGen.Tests.Contracts;

/// <summary>Only a value and a key: the plain native call.</summary>
[KafkaTopic("numbers")]
public sealed record Number([PartitionKey] string Key, int Value, string Padding = "");

/// <summary>Every part that a record can have: the native call with arguments by name.</summary>
[KafkaTopic("full")]
[Compression(CompressionCodec.Zstd, Level = 3)]
[KafkaHeader("type", "full")]
public sealed record Full(
    [PartitionKey] Guid Id,
    [property: JsonIgnore][KafkaHeader("tenant")] string? Tenant,
    [KafkaTimestamp] DateTimeOffset At,
    [KafkaPartition] int? Partition);

/// <summary>A struct contract without a key.</summary>
[KafkaTopic("points")]
public readonly record struct Point(int X, int Y);

/// <summary>Two topics for one record.</summary>
[KafkaTopic("visits")]
[KafkaTopic("visits.audit", Name = "audit")]
public sealed record Visit([PartitionKey] string Page);

/// <summary>A single topic with a name of its own.</summary>
[KafkaTopic("leaves", Name = "departures")]
public sealed record Leave([PartitionKey] string Page);

/// <summary>A value that System.Text.Json writes, with a member that the generated JSON has no way for.</summary>
[KafkaTopic("anything", JsonContext = typeof(AnythingContext))]
public sealed record Anything([PartitionKey] string Id, object? Any);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Anything))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class AnythingContext : JsonSerializerContext;

/// <summary>A value and a key that a class of the application's writes.</summary>
[KafkaTopic("sealed", Serializer = typeof(Sealing), KeySerializer = typeof(Sealing))]
public sealed record Sealed([PartitionKey] string Id);

/// <summary>Has no public parameterless constructor: it must come from the services.</summary>
public sealed class Sealing(string seal) : IRecordSerializer<Sealed>, IRecordSerializer<string>
{
    public void Serialize(Sealed value, IBufferWriter<byte> output, in RecordContext context)
    {
        context.AddHeader("seal", Encoding.UTF8.GetBytes(seal));
        Serialize(value.Id, output, context);
    }

    public void Serialize(string value, IBufferWriter<byte> output, in RecordContext context) =>
        output.Write(Encoding.UTF8.GetBytes($"{context.Topic}:{value}"));
}

/// <summary>A key whose value may be missing inside a struct that never is.</summary>
[KafkaTopic("readings")]
public sealed record Reading([PartitionKey] DeviceId Device);

public readonly record struct DeviceId(string Value);

/// <summary>Everything that a topic can have of its own.</summary>
[KafkaTopic("regions", CustomPartitioner = typeof(ByFirstByte), MessageTimeoutMs = 200000, Partitions = 4)]
public sealed record Region([PartitionKey] string? Code, int Number = 0);

/// <summary>The key's first byte is the partition. 'x' throws.</summary>
public sealed class ByFirstByte : IRecordPartitioner
{
    public static int Partition(ReadOnlySpan<byte> key, int partitionCount) =>
        key[0] == (byte)'x' ? throw new NotSupportedException("no region x") : key[0] - (byte)'0';
}

/// <summary>A partitioner of librdkafka's that is not the default.</summary>
[KafkaTopic("crc", Partitioner = RecordPartitioner.Consistent)]
public sealed record Crc([PartitionKey] string Key);

/// <summary>Methods that generated code implements.</summary>
[KafkaProducer]
public interface IVisits
{
    ValueTask<RecordMetadata> VisitedAsync(Visit visit, CancellationToken cancellationToken);

    [KafkaTopic("visits.archive")]
    Task<RecordMetadata> ArchivedAsync(Visit visit, [PartitionKey] int year, [KafkaHeader("by")] string? by, ProduceOptions options = default);

    ValueTask SealedAsync(Sealed sealedVisit, [KafkaHeader("by")] string by);
}

/// <summary>A contract whose value cannot always be written.</summary>
[KafkaTopic("measures")]
public sealed record Measure(double Value);

/// <summary>A message that produces another one while it is encoded.</summary>
[KafkaTopic("reentrant")]
public sealed class Reentrant
{
    [JsonIgnore]
    public Func<int>? WhileEncoding { get; init; }

    public int Value => WhileEncoding?.Invoke() ?? 0;
}
