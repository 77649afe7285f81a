using KafkaGen.GeneratorTests.Driving;

namespace KafkaGen.GeneratorTests;

/// <summary>Enums by name, where a converter of System.Text.Json's asks for it.</summary>
public sealed class JsonEnumTests
{
    [Theory]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Plain", "Plain.B")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Plain?", "Plain.A")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Plain?", "null")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Plain", "(Plain)77")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter<Plain>))]", "Plain", "(Plain)(-1)")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter<Plain>))]", "Plain?", "Plain.C")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "Colors.Red | Colors.Green")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "Colors.Red | Colors.Blue | Colors.Green")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "(Colors)0")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "(Colors)(-127)")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "Colors", "(Colors)(-128)")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))]", "DayOfWeek", "DayOfWeek.Friday")]
    [InlineData("[JsonConverter(typeof(CamelPlain))]", "Plain?", "Plain.B")]
    [InlineData("", "Named", "Named.Second")]
    [InlineData("", "Named?", "Named.First | Named.Second")]
    [InlineData("", "List<Named?>", "new() { Named.First, null }")]
    [InlineData("", "Closed", "Closed.Tiny")]
    [InlineData("", "Escaped", "Escaped.Æ")]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(JsonStringEnumConverter))]", "Plain", "Plain.A")]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(JsonStringEnumConverter))]", "Plain?", "Plain.A")]
    public void Names_are_written_as_System_Text_Json_does(string attribute, string type, string value) => JsonParity.AssertSame(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class Order { {{attribute}} public {{type}} Member { get; set; } = {{value}}; public int After => 1; }
        public enum Plain { A, [JsonStringEnumMemberName("bee & <co>")] B, C }
        [Flags] public enum Colors : sbyte { None, Red = 1, Green = 2, Yellow = 3, Blue = 4, [JsonStringEnumMemberName("all of it")] White = 7 }
        [Flags, JsonConverter(typeof(JsonStringEnumConverter))] public enum Named : ulong { First = 1, Second = 1UL << 63 }
        [JsonConverter(typeof(JsonStringEnumConverter<Closed>))] public enum Closed : byte { Tiny = 255, Same = 255 }
        [JsonConverter(typeof(JsonStringEnumConverter))] public enum Escaped { Æ = -3, 数量 }
        public sealed class CamelPlain : JsonStringEnumConverter<Plain> { public CamelPlain() : base(JsonNamingPolicy.SnakeCaseUpper, false) { } }
        public static class Sample { public static object Create() => new Order(); }
        """);

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
