using System.Text.Json;
using System.Text.Json.Serialization;

namespace KafkaGen.ContractModel;

/// <summary>Values that converters write.</summary>
[KafkaTopic("converters")]
public sealed class Converters
{
    [JsonConverter(typeof(MoneyConverter))]
    public Money Price { get; set; }

    [JsonConverter(typeof(MoneyConverter))]
    public Money? Discount { get; set; }

    public Ticket Ticket { get; set; }

    public Ticket? Other { get; set; }

    public List<Ticket>? Tickets { get; set; }

    public Dictionary<string, Ticket?>? Named { get; set; }

    [JsonConverter(typeof(ShoutingConverter))]
    public string? Shouted { get; set; }

    [JsonConverter(typeof(DotsForNull))]
    public string? Dots { get; set; }

    public int After { get; set; }
}

public readonly record struct Money(decimal Amount, string? Currency);

/// <summary>An id as generators of ids make them: nothing to see but by its converter.</summary>
[JsonConverter(typeof(TicketConverter))]
public readonly struct Ticket(Guid value)
{
    private readonly Guid _value = value;

    public override string ToString() => _value.ToString("N");
}

public sealed class TicketConverter : JsonConverter<Ticket>
{
    public override Ticket Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, Ticket value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

public sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Amount);
        writer.WriteStringValue(value.Currency);
        writer.WriteEndArray();
    }
}

public sealed class ShoutingConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value + "!");
}

public sealed class DotsForNull : JsonConverter<string?>
{
    public override bool HandleNull => true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value ?? "...");
}
