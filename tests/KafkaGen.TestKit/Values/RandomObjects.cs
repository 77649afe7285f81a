using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KafkaGen.TestKit.Values;

/// <summary>Values for members that are declared as <see cref="object"/>: scalars, JSON, and what System.Text.Json finds out by reflection.</summary>
internal sealed class RandomObjects(RandomMessages messages, Draws draws)
{
    private static readonly Type[] s_scalars =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Int128),
        typeof(UInt128), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(char), typeof(string), typeof(Guid), typeof(DateTime),
        typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Uri), typeof(Version), typeof(byte[]), typeof(Memory<byte>),
        typeof(ReadOnlyMemory<byte>), typeof(JsonElement), typeof(JsonDocument), typeof(JsonNode), typeof(DayOfWeek),
    ];

    private static readonly Type[] s_others =
    [
        typeof(int[]), typeof(string[]), typeof(sbyte[]), typeof(object[]), typeof(List<object>), typeof(List<decimal>), typeof(Dictionary<string, object>),
        typeof(Dictionary<Guid, object>), typeof(KeyValuePair<string, object>), typeof(HashSet<int>), typeof(Dotted), typeof(Named), typeof(Point),
    ];

    /// <summary>A value, made without others inside where it is deep down.</summary>
    public object Next(bool isDeep) => draws.Next(isDeep ? 4 : 8) switch
    {
        0 => new object(),
        1 or 2 or 3 => messages.Make(draws.OneOf(s_scalars)),
        4 => new { Id = draws.Next(), Näme = Inner(), URL = (string?)null },
        5 => new ArrayList { draws.Next(), Inner(), null },
        6 => (draws.Next(), Inner()),
        _ => messages.Make(draws.OneOf(s_others)),
    };

    private object Inner() => messages.Make(typeof(object));

    public sealed class Dotted(int number) : Uri($"https://example.org/{number}");

    public class Named
    {
        [JsonPropertyName("né<")]
        public object? Value { get; set; }

        [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))]
        public DayOfWeek Day { get; set; }

        public List<Named>? All { get; set; }
    }

    public readonly record struct Point(int X, object? Y);
}
