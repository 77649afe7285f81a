using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Use;

/// <summary>KG0221: attributes of other serializers.</summary>
public sealed class ForeignAttributeTests
{
    // The library itself is not needed to recognize its attributes.
    private const string Newtonsoft = """
        namespace Newtonsoft.Json
        {
            public sealed class JsonPropertyAttribute : Attribute { public JsonPropertyAttribute() { } public JsonPropertyAttribute(string name) => PropertyName = name; public string? PropertyName { get; set; } }
            public sealed class JsonIgnoreAttribute : Attribute { }
            public sealed class JsonConverterAttribute : Attribute { public JsonConverterAttribute(Type type) => _ = type; }
        }

        """;

    [Fact]
    public Task Attributes_that_would_change_what_is_written_are_reported() => Reported.AssertAsMarkedAsync(Newtonsoft + """
        namespace Shop
        {
            using System.Runtime.Serialization;
            using Newtonsoft.Json;
            [KafkaTopic("orders")] public sealed record Order(int Id, Line[] Lines);
            public sealed class Line
            {
                [{|KG0221:JsonProperty("stock_keeping_unit")|}] public int Sku { get; set; }
                [{|KG0221:JsonProperty(PropertyName = "sum")|}] public int Total { get; set; }
                [{|KG0221:JsonIgnore|}] public string? Secret { get; set; }
                [{|KG0221:JsonConverter(typeof(int))|}] public int Converted { get; set; }
                [{|KG0221:DataMember(Name = "x")|}] public int Member { get; set; }
                [{|KG0221:IgnoreDataMember|}] public int Ignored { get; set; }
                public State State { get; set; }
            }
            [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<State>))]
            public enum State { [{|KG0221:EnumMember(Value = "open")|}] Open, [EnumMember] Closed }
        }
        """);

    [Fact]
    public Task Attributes_that_change_nothing_are_not_reported() => Reported.AssertAsMarkedAsync(Newtonsoft + """
        namespace Shop
        {
            using System.Runtime.Serialization;
            using System.Text.Json.Serialization;
            [KafkaTopic("orders"), DataContract]
            public sealed class Order
            {
                [DataMember, Newtonsoft.Json.JsonProperty] public int Id { get; set; }
                [DataMember(Name = "total"), Newtonsoft.Json.JsonProperty("total")] public int Total { get; set; }
                [DataMember(Name = "x"), JsonPropertyName("y")] public int Named { get; set; }
                [IgnoreDataMember, JsonIgnore, Newtonsoft.Json.JsonIgnore] public string? Secret { get; set; }
                [IgnoreDataMember] private int Hidden { get; set; }
                public State State { get; set; }
                public Kind Kind { get; set; }
                public int Use() => Hidden;
            }
            public enum State { [EnumMember(Value = "open")] Open }
            [JsonConverter(typeof(JsonStringEnumConverter<Kind>))]
            public enum Kind { [EnumMember(Value = "One")] One, [EnumMember(Value = "x"), JsonStringEnumMemberName("two")] Two }
        }
        """);
}
