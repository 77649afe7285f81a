using System.Text.Json;
using System.Text.Json.Serialization;
using KafkaGen;

// A type that stays when the plugin goes.
[assembly: KafkaContract(typeof(KeyValuePair<string, int>), "plugin.pairs", Key = "Key")]

namespace Plugin.Events;

/// <summary>Written by everything that might keep a type: a converter, a member of any type, a partitioner.</summary>
#if NEXT
[KafkaTopic("plugin.events", CustomPartitioner = typeof(ByFirstByte))]
[Compression(CompressionCodec.Gzip)]
#else
[KafkaTopic("plugin.events", CustomPartitioner = typeof(ByFirstByte))]
[Compression(CompressionCodec.Lz4)]
#endif
public sealed record Event([PartitionKey] string Id, object? Detail, [property: JsonConverter(typeof(MoneyConverter))] Money Price);

/// <summary>Written by a context.</summary>
[KafkaTopic("plugin.details", JsonContext = typeof(DetailContext))]
public sealed record Detail([PartitionKey] string Id, int Number);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Detail))]
internal sealed partial class DetailContext : JsonSerializerContext;

/// <summary>Named as a contract of the host is, with the same topic and other settings.</summary>
[KafkaTopic("numbers")]
[Compression(CompressionCodec.Gzip)]
public sealed record Number([PartitionKey] string Key);

/// <summary>Of a cluster that nobody has configured.</summary>
[KafkaTopic("plugin.elsewhere", Cluster = "nowhere")]
public sealed record Elsewhere([PartitionKey] string Key);

#pragma warning disable KG0001 // what a build that was allowed to go on leaves behind
[KafkaTopic("not a topic")]
public sealed record Refused([PartitionKey] string Key);
#pragma warning restore KG0001

public sealed record Money(decimal Amount);

public sealed record Note(string Text);

public sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    // By the options that it is given, which then know the type.
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, new Note($"{value.Amount}"), options);
}

public sealed class ByFirstByte : IRecordPartitioner
{
    public static int Partition(ReadOnlySpan<byte> key, int partitionCount) => key[0] % partitionCount;
}

[KafkaProducer]
public interface IEvents
{
    ValueTask<RecordMetadata> RaisedAsync(Event raised, CancellationToken cancellationToken);
}
