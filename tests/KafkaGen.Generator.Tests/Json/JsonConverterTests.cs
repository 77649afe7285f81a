using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>A converter on a member or a type writes the value, and nothing else of the record.</summary>
public sealed class JsonConverterTests
{
    private const string Converters = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;
        public readonly record struct Money(decimal Amount, string Currency);
        [JsonConverter(typeof(IdConverter))] public readonly struct Id { public Id(Guid value) => _value = value; private readonly Guid _value; public Guid Get() => _value; }
        public sealed class IdConverter : JsonConverter<Id>
        {
            public override Id Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetGuid());
            public override void Write(Utf8JsonWriter writer, Id value, JsonSerializerOptions options) => writer.WriteStringValue(value.Get());
        }
        public sealed class MoneyConverter : JsonConverter<Money>
        {
            public override Money Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
            {
                writer.WriteStartObject();
                writer.WriteNumber(options.PropertyNamingPolicy!.ConvertName("Amount"), value.Amount);
                writer.WriteString("né<w>", value.Currency);
                writer.WriteNumber("depth", writer.CurrentDepth);
                writer.WriteEndObject();
            }
        }
        public sealed class NullableMoneyConverter : JsonConverter<Money?>
        {
            public override Money? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, Money? value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
            public override bool HandleNull => true;
        }
        public sealed class TextConverter : JsonConverter<string?>
        {
            public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value ?? "nothing");
            public override bool HandleNull => true;
        }
        public sealed class PlainTextConverter : JsonConverter<string>
        {
            public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue("\"" + value.Length + "\"");
        }
        public sealed class BoxConverter<T> : JsonConverter<Box<T>>
        {
            public override Box<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, Box<T> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Content, options);
        }
        public sealed class AnyConverter : JsonConverter<object>
        {
            public override object Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => writer.WriteStringValue(value.GetType().Name);
        }
        public sealed class Box<T> { public T? Content { get; set; } }
        [JsonConverter(typeof(NodeConverter))] public sealed class Node { }
        public sealed class NodeConverter : JsonConverter<Node>
        {
            public override Node Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, Node value, JsonSerializerOptions options) { writer.WriteStartArray(); writer.WriteEndArray(); }
        }
        """;

    private static readonly (string Attribute, string Type, string Value)[] s_values =
    [
        ("[JsonConverter(typeof(MoneyConverter))]", "Money", "new(1.50m, \"€\")"),
        ("[JsonConverter(typeof(MoneyConverter))]", "Money?", "new Money(1.50m, \"EUR\")"),
        ("[JsonConverter(typeof(MoneyConverter))]", "Money?", "null"),
        ("[JsonConverter(typeof(NullableMoneyConverter))]", "Money?", "new Money(1.50m, \"EUR\")"),
        ("[JsonConverter(typeof(NullableMoneyConverter))]", "Money?", "null"),
        ("[JsonConverter(typeof(TextConverter))]", "string?", "null"),
        ("[JsonConverter(typeof(TextConverter))]", "string?", "\"a\""),
        ("[JsonConverter(typeof(PlainTextConverter))]", "string?", "null"),
        ("[JsonConverter(typeof(PlainTextConverter))]", "string?", "\"abc\""),
        ("[JsonConverter(typeof(BoxConverter<int>))]", "Box<int>", "new() { Content = 3 }"),
        ("[JsonConverter(typeof(BoxConverter<int[]>))]", "Box<int[]>?", "new() { Content = new[] { 1, 2 } }"),
        ("[JsonConverter(typeof(AnyConverter))]", "object?", "3"),
        ("[JsonConverter(typeof(AnyConverter))]", "object?", "null"),
        ("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(TextConverter))]", "string?", "null"),
        ("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(MoneyConverter))]", "Money", "default"),
        ("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(NullableMoneyConverter))]", "Money?", "new Money(2, \"x\")"),
        ("", "Id", "new(Guid.Empty)"),
        ("", "Id?", "null"),
        ("", "List<Id?>", "new() { new Id(Guid.Empty), null }"),
        ("", "Dictionary<string, Node?>", "new() { [\"a\"] = null, [\"b\"] = new() }"),
        ("", "Node?", "null"),
    ];

    [Fact]
    public void Bytes_are_those_of_System_Text_Json() => JsonParity.AssertSameInEachRow(
        Converters + "\npublic sealed class Leaf { [JsonConverter(typeof(MoneyConverter))] public Money Deep { get; set; } = new(3, \"F\"); }",
        s_values.Select(row => (
            $$"""
            [KafkaTopic("a")] public sealed class Order { public int Before => 1; {{row.Attribute}} public {{row.Type}} Member { get; set; } = {{row.Value}}; public Leaf Leaf { get; set; } = new(); public int After => 2; }
            """,
            "new Order()")));

    [Fact]
    public void Contract_with_a_converter_is_written_by_it() => JsonParity.AssertSame("""
        using System;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a"), JsonConverter(typeof(OrderConverter))] public sealed record Order([PartitionKey] int Id);
        public sealed class OrderConverter : JsonConverter<Order>
        {
            public override Order Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
            public override void Write(Utf8JsonWriter writer, Order value, JsonSerializerOptions options) => writer.WriteStringValue("order " + value.Id);
        }
        public static class Sample { public static object Create() => new Order(5); }
        """);

    [Theory]
    [InlineData("throw new InvalidOperationException(\"broken\")", "broken")]
    [InlineData("value.ToString()", "wrote no complete value")]
    [InlineData("writer.WriteStartArray()", "wrote no complete value")]
    [InlineData("{ writer.WriteNumberValue(1); writer.WriteNumberValue(2); }", "InvalidOperationException")]
    [InlineData("{ for (int i = 0; i < 70; i++) { writer.WriteStartArray(); } }", "InvalidOperationException")]
    [InlineData("{ writer.WriteStringValue(new string('x', 100_000)); throw new InvalidOperationException(\"late\"); }", "late")]
    public void Converter_that_fails_leaves_nothing_and_names_the_member(string body, string message)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            using System;
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order(int Id, Leaf[] Leaves);
            public sealed record Leaf([property: JsonConverter(typeof(Failing))] int Bad);
            public sealed class Failing : JsonConverter<int>
            {
                public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();
                public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) { Run(); void Run() { {{body.TrimStart('{').TrimEnd('}').Trim()}}; } }
            }
            public static class Sample { public static object Create() => new Order(5, new[] { new Leaf(1) }); }
            """));
        RecordEncodingException refusal = Assert.Throws<RecordEncodingException>(project.Encode);
        Assert.Equal("$.leaves[0].bad", refusal.Path);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Converters_that_cannot_be_used_are_errors() => GeneratorRun.Of("""
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")]
        public sealed class Order
        {
            [{|KG0206:JsonConverter(typeof(Factory))|}] public int A => 1;
            [{|KG0206:JsonConverter(typeof(Base))|}] public int B => 1;
            [{|KG0206:JsonConverter(typeof(Argument))|}] public int C => 1;
            [{|KG0206:JsonConverter(typeof(Fine))|}] public long D => 1;
            [{|KG0206:JsonConverter(typeof(Hidden))|}] public int E => 1;
            [{|KG0206:JsonConverter(typeof(JsonStringEnumConverter))|}] public int F => 1;
            [{|KG0206:JsonConverter(typeof(JsonStringEnumConverter))|}] public List<DayOfWeek> G => new();
            [{|KG0206:JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))|}] public ConsoleKey H => 0;
            [{|KG0206:JsonConverter(typeof(Open<>))|}] public int I => 1;
            [{|KG0206:JsonConverter(typeof(string))|}] public int J => 1;
            [MyConverter] public int {|KG0202:K|} => 1;
            [JsonConverter(typeof(Fine))] public int L => 1;
            [JsonIgnore, JsonConverter(typeof(Factory))] public int M => 1;
            private sealed class Hidden : Base { public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) { } }
        }
        public sealed class MyConverterAttribute : JsonConverterAttribute { }
        public sealed class Factory : JsonConverterFactory
        {
            public override bool CanConvert(Type type) => true;
            public override JsonConverter? CreateConverter(Type type, JsonSerializerOptions options) => null;
        }
        public abstract class Base : JsonConverter<int>
        {
            public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => 0;
        }
        public sealed class Open<T> : Base { public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) { } }
        public sealed class Fine : Base { public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) { } }
        public sealed class Argument : Base { public Argument(int x) { } public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) { } }
        """);
}
