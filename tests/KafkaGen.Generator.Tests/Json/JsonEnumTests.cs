using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>Enums by name, where a converter of System.Text.Json's asks for it.</summary>
public sealed class JsonEnumTests
{
    private static readonly (string Attribute, string Type, string Value)[] s_values =
    [
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Plain", "Plain.B"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Plain?", "Plain.A"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Plain?", "null"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Plain", "(Plain)77"),
        ("[JsonConverter(typeof(JsonStringEnumConverter<Plain>))]", "Plain", "(Plain)(-1)"),
        ("[JsonConverter(typeof(JsonStringEnumConverter<Plain>))]", "Plain?", "Plain.C"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "Colors.Red | Colors.Green"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "Colors.Red | Colors.Blue | Colors.Green"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "(Colors)0"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "(Colors)(-127)"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "(Colors)(-128)"),
        ("[JsonConverter(typeof(JsonStringEnumConverter))]", "DayOfWeek", "DayOfWeek.Friday"),
        ("[JsonConverter(typeof(CamelPlain))]", "Plain?", "Plain.B"),
        ("", "Named", "Named.Second"),
        ("", "Named?", "Named.First | Named.Second"),
        ("", "List<Named?>", "new() { Named.First, null }"),
        ("", "Closed", "Closed.Tiny"),
        ("", "Escaped", "Escaped.Æ"),
        ("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(JsonStringEnumConverter))]", "Plain", "Plain.A"),
        ("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(JsonStringEnumConverter))]", "Plain?", "Plain.A"),
    ];

    [Fact]
    public void Names_are_written_as_System_Text_Json_does() => JsonParity.AssertSameInEachRow(
        """
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;
        public enum Plain { A, [JsonStringEnumMemberName("bee & <co>")] B, C }
        [Flags] public enum Colors : sbyte { None, Red = 1, Green = 2, Yellow = 3, Blue = 4, [JsonStringEnumMemberName("all of it")] White = 7 }
        [Flags, JsonConverter(typeof(JsonStringEnumConverter))] public enum Named : ulong { First = 1, Second = 1UL << 63 }
        [JsonConverter(typeof(JsonStringEnumConverter<Closed>))] public enum Closed : byte { Tiny = 255, Same = 255 }
        [JsonConverter(typeof(JsonStringEnumConverter))] public enum Escaped { Æ = -3, 数量 }
        public sealed class CamelPlain : JsonStringEnumConverter<Plain> { public CamelPlain() : base(JsonNamingPolicy.SnakeCaseUpper, false) { } }
        """,
        s_values.Select(row => (
            $"[KafkaTopic(\"a\")] public sealed class Order {{ {row.Attribute} public {row.Type} Member {{ get; set; }} = {row.Value}; public int After => 1; }}",
            "new Order()")));

    [Fact]
    public void One_enum_is_written_by_name_and_by_number() => JsonParity.AssertSame("""
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")]
        public sealed class Order
        {
            public Plain Number { get; set; } = Plain.B;
            [JsonConverter(typeof(JsonStringEnumConverter))] public Plain Name { get; set; } = Plain.B;
            [JsonConverter(typeof(JsonStringEnumConverter<Plain>))] public Plain Again { get; set; } = Plain.A;
        }
        public enum Plain { A, B }
        public static class Sample { public static object Create() => new Order(); }
        """);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" a\"")]
    [InlineData("\"a,b\"")]
    [InlineData("\"\\ud800\"")]
    public void Names_that_System_Text_Json_refuses_are_errors(string name) => GeneratorRun.Of(
        $$"""
        using System;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(Kind Kind);
        [Flags, JsonConverter(typeof(JsonStringEnumConverter))] public enum Kind { [JsonStringEnumMemberName({{name}})] {|KG0207:A|} = 1 }
        """);

    [Fact]
    public void Names_with_a_comma_are_fine_without_flags() => JsonParity.AssertSame("""
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(Kind Kind);
        [JsonConverter(typeof(JsonStringEnumConverter))] public enum Kind { [JsonStringEnumMemberName("a, b")] A = 1 }
        public static class Sample { public static object Create() => new Order(Kind.A); }
        """);
}
