using System.Text.Json;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Records;

/// <summary>
/// Ids that other source generators complete. What StronglyTypedId and Vogen add is added here as they do: the value, a nested converter, and the attribute
/// that names it. Such an id is written by its converter or refused; it is never <c>{}</c>.
/// </summary>
public sealed class MadeIdTests
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Text.Json; using System.Text.Json.Serialization; using KafkaGen;\n";

    // StronglyTypedId: a property, operators, and a nested class.
    private const string StronglyTyped = Usings + """
        [JsonConverter(typeof(OrderIdSystemTextJsonConverter))]
        partial struct OrderId : IEquatable<OrderId>
        {
            public Guid Value { get; }
            public OrderId(Guid value) => Value = value;
            public static readonly OrderId Empty = new(Guid.Empty);
            public bool Equals(OrderId other) => Value == other.Value;
            public override string ToString() => Value.ToString();
            public partial class OrderIdSystemTextJsonConverter : JsonConverter<OrderId>
            {
                public override OrderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());
                public override void Write(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
                public override void WriteAsPropertyName(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value.ToString());
            }
        }
        """;

    // Vogen: a value that throws before it is set, and a converter class that is not public.
    private const string Vogen = Usings + """
        [JsonConverter(typeof(OrderIdSystemTextJsonConverter))]
        [System.Diagnostics.DebuggerDisplay("{Value}")]
        partial class OrderId
        {
            private readonly Guid? _value;
            private OrderId(Guid value) => _value = value;
            public Guid Value => _value ?? throw new InvalidOperationException("Not set.");
            public static OrderId From(Guid value) => new(value);
            public bool IsInitialized() => _value is not null;
            public class OrderIdSystemTextJsonConverter : JsonConverter<OrderId>
            {
                public override OrderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => From(reader.GetGuid());
                public override void Write(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
            }
        }
        """;

    [Fact]
    public void Ids_of_StronglyTypedId_are_written_by_their_converter() => AssertSame(
        StronglyTyped,
        Usings + """
        public readonly partial struct OrderId { }
        [KafkaTopic("a")] public sealed record Order(OrderId Id, OrderId? Other, OrderId? None, List<OrderId> All, Dictionary<string, OrderId?> ByName, Holder Holder);
        public sealed class Holder { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public OrderId Empty { get; set; } }
        public static class Sample { public static object Create() => new Order(new(Guid.NewGuid()), new(Guid.NewGuid()), null, [new(Guid.NewGuid())], new() { ["a"] = null }, new()); }
        """);

    [Fact]
    public void Ids_of_Vogen_are_written_by_their_converter() => AssertSame(
        Vogen,
        Usings + """
        public sealed partial class OrderId { private static string? Validate(Guid value) => value == Guid.Empty ? "empty" : null; }
        [KafkaTopic("a", JsonDefaults = JsonProfile.General)] public sealed record Order(OrderId Id, OrderId? None);
        public static class Sample { public static object Create() => new Order(OrderId.From(Guid.NewGuid()), null); }
        """);

    [Theory]
    [InlineData("[PartitionKey] OrderId Id")]
    [InlineData("int Number, [property: PartitionKey] OrderId Id")]
    [InlineData("Dictionary<OrderId, int> ById")]
    public void Keys_of_such_ids_are_refused(string members)
    {
        var options = new ProjectOptions { AddedByOthers = [StronglyTyped] };
        var run = GeneratorRun.Of(
            options, Usings + $"public readonly partial struct OrderId {{ }} [KafkaTopic(\"a\")] public sealed record {{|KG0010:Order|}}({members});");
        Assert.DoesNotContain("Order.g.cs", run.Files.Keys);
    }

    [Fact]
    public void Key_is_the_ids_value_by_a_property_of_the_messages()
    {
        WrittenRecord record = AssertSame(StronglyTyped, Usings + """
            public readonly partial struct OrderId { }
            [KafkaTopic("a")] public sealed record Order(OrderId Id) { [PartitionKey, JsonIgnore] public Guid Key => Id.Value; }
            public static class Sample { public static object Create() => new Order(OrderId.Empty); }
            """);
        Assert.Equal(Guid.Empty.ToString(), record.KeyText);
    }

    [Fact]
    public void Id_without_a_converter_is_a_warning_and_fails_the_record()
    {
        var project = LoadedProject.Of(GeneratorRun.Of(Usings + """
            public readonly partial struct OrderId { }
            [KafkaTopic("a")] public sealed record Order(OrderId {|KG0210:Id|});
            public static class Sample { public static object Create() => new Order(new()); }
            """));
        RecordEncodingException refusal = Assert.Throws<RecordEncodingException>(() => project.Encode());
        Assert.Equal("$.id", refusal.Path);
        Assert.Contains("'OrderId'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Id_with_a_value_and_without_a_converter_is_an_error() => GeneratorRun.Of(
        new ProjectOptions { AddedByOthers = ["partial struct OrderId { public System.Guid Value => default; }"] },
        Usings + "public readonly partial struct OrderId { } [KafkaTopic(\"a\")] public sealed record {|KG0010:Order|}(OrderId Id);");

    [Fact]
    public void Converter_written_by_hand_on_a_partial_type_is_the_same() => AssertSame(
        "partial struct OrderId { public int Number => 5; }",
        Usings + """
        [JsonConverter(typeof(Converter))] public readonly partial struct OrderId { }
        public sealed class Converter : JsonConverter<OrderId>
        {
            public override OrderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => default;
            public override void Write(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Number);
        }
        [KafkaTopic("a")] public sealed record Order(OrderId Id);
        public static class Sample { public static object Create() => new Order(default(OrderId)); }
        """);

    private static WrittenRecord AssertSame(string added, string source)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(new ProjectOptions { AddedByOthers = [added], Language = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12 }, source));
        object sample = project.Samples().Single();
        bool isGeneral = source.Contains("JsonProfile.General", StringComparison.Ordinal);
        WrittenRecord record = project.Encode(sample);
        Assert.Equal(JsonSerializer.Serialize(sample, sample.GetType(), isGeneral ? JsonSerializerOptions.Default : JsonSerializerOptions.Web), record.Value);
        return record;
    }
}
