using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>Attributes and interfaces of System.Text.Json's that change more than one name.</summary>
public sealed class JsonAttributeTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;

        """;

    private const string Numbers = """
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public sealed class Texts : List<int> { }
        [JsonNumberHandling(JsonNumberHandling.Strict)] public sealed class Stricts : List<int> { }
        public sealed class Leaf { public int Q => 1; }
        """;

    private static readonly (string Handling, string Type, string Value)[] s_numbers =
    [
        ("2", "int", "-5"),
        ("2", "ulong?", "ulong.MaxValue"),
        ("2", "long?", "null"),
        ("2", "Int128", "Int128.MinValue"),
        ("2", "decimal", "1.50m"),
        ("2", "double", "double.NaN"),
        ("2", "float", "1.5e20f"),
        ("2", "Half", "Half.NegativeInfinity"),
        ("4", "double", "double.PositiveInfinity"),
        ("4", "double?", "1.5"),
        ("4", "int", "1"),
        ("4", "List<float?>", "new() { float.NaN, null, 1 }"),
        ("6", "Half[]", "new[] { Half.NaN, (Half)2 }"),
        ("1", "int", "7"),
        ("0", "string", "\"s\""),
        ("0", "Texts", "new() { 1 }"),
        ("2", "Stricts", "new() { 1 }"),
        ("2", "Dictionary<int, int?>", "new() { [1] = 2, [3] = null }"),
        ("2", "IEnumerable<long?>", "new long?[] { 1, null }"),
        ("2", "ReadOnlyMemory<int>", "new[] { 5 }"),
    ];

    [Fact]
    public void Numbers_are_written_as_a_member_asks() => JsonParity.AssertSameInEachRow(
        Usings + Numbers,
        s_numbers.Select(row => (
            $$"""
            [KafkaTopic("a")] public sealed class Order
            {
                public {{row.Type}} Before { get; set; } = default!;
                [JsonNumberHandling((JsonNumberHandling){{row.Handling}})] public {{row.Type}} Member { get; set; } = {{row.Value}};
            }
            """,
            "new Order()")));

    [Fact]
    public void Numbers_are_written_as_the_type_around_them_asks() => AssertSame(
        $$"""
        [KafkaTopic("a"), JsonNumberHandling(JsonNumberHandling.WriteAsString)]
        public sealed class Order : Base
        {
            public int A => 1; public string S => "s"; public List<int> L => new() { 1 }; public List<List<int>> Deep => new() { new() { 1 } };
            public Leaf N => new(); public Dictionary<string, int> D => new() { ["a"] = 1 }; public Dictionary<string, List<int>> Dl => new() { ["a"] = new() { 1 } };
            [JsonNumberHandling(JsonNumberHandling.Strict)] public int Strict => 1; [JsonNumberHandling(JsonNumberHandling.Strict)] public List<int> StrictList => new() { 1 };
            public DayOfWeek E => DayOfWeek.Friday; public KeyValuePair<int, int> K => new(1, 2);
            public Stricts Own => new() { 1 }; public List<Texts> Inner => new() { new() { 1 } };
        }
        public class Base { public decimal? Inherited => 1.50m; }
        {{Numbers}}
        """,
        "new Order()");

    [Fact]
    public void Type_attribute_is_not_inherited() => AssertSame(
        """
        [KafkaTopic("a")] public sealed class Order : Base { public int A => 1; public Texts Texts => new() { 1 }; }
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public class Base { public int B => 2; }
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public sealed class Texts : List<int> { }
        """,
        "new Order()");

    private static readonly string[] s_told =
    [
        "public sealed class Order : IJsonOnSerializing, IJsonOnSerialized { private int _n; public int N => _n; public void OnSerializing() => _n++; public void OnSerialized() => _n--; }",
        "public struct Order : IJsonOnSerializing { private int _n; public int N => _n; public void OnSerializing() => _n = 5; }",
        "public struct Order : IJsonOnSerializing, IJsonOnSerialized { private int _n; public int N => _n; void IJsonOnSerializing.OnSerializing() => _n = 5; void IJsonOnSerialized.OnSerialized() { if (_n != 5) throw new InvalidOperationException(); } }",
        "public sealed class Order : List<int>, IJsonOnSerializing { public void OnSerializing() { Clear(); Add(7); } }",
        "public sealed class Order { public Leaf? A => new(); public Leaf? B => null; public Leaf[] C => new[] { new Leaf() }; } public sealed class Leaf : IJsonOnSerializing { private int _n; public int N => _n; public void OnSerializing() => _n++; }",
    ];

    [Fact]
    public void Values_are_told_before_and_after() => JsonParity.AssertSameInEachRow(
        Usings, s_told.Select(declaration => ($"[KafkaTopic(\"a\")] {declaration}", "new Order()")));

    private static readonly string[] s_extended =
    [
        "public int Id => 1; [JsonExtensionData] public Dictionary<string, JsonElement>? Extra { get; set; } = new() { [\"Aé\"] = One, [\"id\"] = One }; public int After => 2;",
        "[JsonExtensionData] public IDictionary<string, JsonElement>? Extra { get; set; } = new Dictionary<string, JsonElement> { [\"a\"] = One, [\"b\"] = One };",
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Id => null; [JsonExtensionData] public Dictionary<string, JsonElement>? Extra { get; set; } = new() { [\"a\"] = One };",
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Id => 5; [JsonExtensionData] public Dictionary<string, JsonElement>? Extra { get; set; } = new() { [\"a\"] = One };",
        "[JsonExtensionData, JsonPropertyOrder(-5)] public Dictionary<string, JsonElement>? Extra { get; set; } = new() { [\"a\"] = One }; public int Id => 1;",
        "public int Id => 1; [JsonExtensionData] public Dictionary<string, JsonElement>? Extra { get; set; }",
        "[JsonExtensionData] public Dictionary<string, JsonElement>? Extra { get; set; }",
        "[JsonExtensionData, JsonIgnore] public Dictionary<string, JsonElement>? Extra { get; set; } = new() { [\"a\"] = One }; public int Id => 1;",
        "[JsonExtensionData, JsonInclude] internal Dictionary<string, JsonElement>? Extra = new() { [\"a\"] = One }; public int Id => 1;",
    ];

    [Fact]
    public void Extension_data_follows_the_members() => JsonParity.AssertSameInEachRow(
        Usings,
        s_extended.Select(members => (
            $$"""
            [KafkaTopic("a")] public sealed class Order { private static readonly JsonElement One = JsonDocument.Parse("{\"Z\": 1}").RootElement; public static JsonElement Same => One; {{members}} }
            """,
            "new Order()")));

    private static void AssertSame(string declarations, string value) => JsonParity.AssertSame(
        $$"""
        {{Usings}}
        {{declarations}}
        public static class Sample { public static object Create() => {{value}}; }
        """);
}
