using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>Which members are written, in which sequence and under which names: as System.Text.Json does.</summary>
public sealed class JsonMemberTests
{
    private static readonly (string Declaration, string Value)[] s_chosen =
    [
        ("public sealed record Order(int X, int Y) { public int Z => 3; public int W { get; init; } }", "new Order(1, 2)"),
        ("public sealed record Order(int Z, int A) : Base(Z) { public int M => 1; } public record Base(int Z) { public int B => 2; }", "new Order(1, 2)"),
        ("public sealed class Order : Middle { public int A => 1; } public class Middle : Base { public int B => 2; } public class Base { public int C => 3; }", "new Order()"),
        ("public sealed class Order : Base { public override int V => 5; public int A => 1; } public class Base { public int C => 3; public virtual int V => 4; }", "new Order()"),
        ("public sealed class Order : Base { public new string V => \"n\"; } public class Base { public int V => 4; }", "new Order()"),
        ("public sealed class Order : Base { [JsonPropertyName(\"other\")] public new string V => \"n\"; } public class Base { public int V => 4; }", "new Order()"),
        ("public sealed class Order : Base { public int Z => 1; [JsonIgnore] public new string V => \"n\"; public int Y => 2; } public class Base { public int V => 4; }", "new Order()"),
        ("public sealed class Order : Base { [JsonIgnore] public override int V => 5; } public class Base { public virtual int V => 4; public int W => 1; }", "new Order()"),
        ("public sealed class Order : Base { public override int V { set { } } } public class Base { public virtual int V { get; set; } public int W => 1; }", "new Order()"),
        ("public sealed class Order : Base { [JsonPropertyName(\"q\")] public override int V => 5; } public class Base { public virtual int V => 4; public int W => 1; }", "new Order()"),
        ("public sealed class Order : Base { [JsonPropertyOrder(2)] public int A => 1; public int B => 2; } public class Base { [JsonPropertyOrder(-1)] public int C => 3; public int D => 4; }", "new Order()"),
        ("public sealed class Order { public int F = 1; internal int I => 1; private int P => 2; public static int S => 3; public int W { set { } } public int G { private get; set; } public int H { get; private set; } public int this[int i] => i; public int Use() => P; }", "new Order()"),
        ("public sealed class Order : IHas { int IHas.Secret => 1; public int Open => 2; } public interface IHas { int Secret { get; } }", "new Order()"),
        ("public struct Order { public int A { get; set; } public int B { get { return A + 1; } } public readonly int C => 3; }", "new Order { A = 4 }"),
        ("public sealed class Order { }", "new Order()"),
        ("public sealed class Order { [JsonConstructor] public Order(int a) => A = a; [JsonRequired] public required int A { get; set; } }", "new Order(1) { A = 1 }"),
    ];

    [Fact]
    public void Members_are_chosen_and_ordered_as_System_Text_Json_does() => AssertSame(s_chosen);

    private static readonly string[] s_conditions =
    [
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? A { get; set; } public int B => 1;",
        "public int B => 1; [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? A { get; set; } public int C => 2;",
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? A { get; set; } = 0; [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int B { get; set; } = 3;",
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int A { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public string? B { get; set; }",
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public double A { get; set; } = -0.0; [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Point B { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Point? C { get; set; } = new Point();",
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Point A { get; set; } = new Point { X = 1 }; [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public string? B { get; set; }",
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public List<int>? A { get; set; } = new(); [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Point? B { get; set; } = new Point();",
        "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] public int A => 1; [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public int B => 2;",
        "[JsonIgnore] public object? A { get; set; } [JsonIgnore, JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek B => 0;",
    ];

    [Fact]
    public void Members_are_left_out_as_their_condition_says() => AssertSame(s_conditions.Select(members =>
        ($"public sealed class Order {{ {members} }} public struct Point {{ public int X {{ get; set; }} }}", "new Order()")));

    private static readonly string[] s_names =
    [
        "public int A => 1; public int AB => 2; public int ABc => 3; public int ABTest => 4; public int URLPath2Go => 5; public int a1 => 6; public int _X => 7; public int _x2 => 8; public int X1Y => 9; public int IOStream => 10;",
        "public int Größe => 1; public int ÀÉx => 2; public int İx => 3; public int 数量 => 4; public int ǅx => 5; public int ΑΒΓδ => 6;",
        "[JsonPropertyName(\"a\\ud83d\\ude00b \\\"\\\\/'\\u007f\\u00e9\\t\\u0001\\b\\f\\r\\n<>&+`~\\u2028\")] public int A => 1;",
        "[JsonPropertyName(\"\")] public int A => 1; [JsonPropertyName(\"B\")] public int C => 2;",
        "public int @class => 1; public int @event => 2; public int @params => 3; public int value => 4; public int output => 5; public int message => 6; public int separate => 7; public int member0 => 8;",
    ];

    [Fact]
    public void Names_are_cased_and_escaped_as_System_Text_Json_does() => AssertSame(s_names.Select(members => ($"public sealed class Order {{ {members} }}", "new Order()")));

    [Fact]
    public void Names_that_differ_only_in_case_are_an_error() => GeneratorRun.Of("""
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class A { public int Id => 1; public int {|KG0203:ID|} => 2; }
        [KafkaTopic("b")] public sealed class B { public int Id => 1; [JsonPropertyName("iD")] public int {|KG0203:Other|} => 2; }
        [KafkaTopic("c")] public sealed class C { [JsonIgnore] public int Id => 1; public int ID => 2; }
        [KafkaTopic("d")] public sealed class D : Base { public int ID => 1; }
        public class Base { public int {|KG0203:Id|} => 2; }
        """);

    [Fact]
    public void Half_a_surrogate_pair_in_a_name_is_an_error() => GeneratorRun.Of("""
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class A { [JsonPropertyName("x\ud800")] public int {|KG0205:Id|} => 1; }
        """);

    [Fact]
    public void Null_condition_on_a_value_is_an_error() => GeneratorRun.Of("""
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class A { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int {|KG0204:Id|} => 1; }
        """);

    private static readonly string[] s_included =
    [
        "[JsonInclude] public int F = 1; [JsonInclude] internal int G { get; } = 2; [JsonInclude, JsonPropertyName(\"hh\")] internal int H = 4; [JsonInclude] public int I { internal get; set; } = 5; public int J => 6; public int K = 7;",
        "[JsonInclude] public static int S = 1; [JsonInclude] public const int C = 2; [JsonInclude] internal readonly int R = 3; [JsonInclude] public int W { set { } } [JsonInclude, JsonPropertyOrder(-1)] public string? N;",
        "[JsonInclude, JsonIgnore] public int F = 1; public int f => 2;",
        "[JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] internal int F = 0; [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] internal string? G = \"g\";",
    ];

    [Fact]
    public void Included_members_are_written() => AssertSame(s_included.Select(members => ($"public sealed class Order {{ {members} }}", "new Order()")));

    private static readonly string[] s_inherited =
    [
        "public sealed class Order : Base { [JsonInclude] public new string F = \"n\"; [JsonInclude] public int G = 2; public int P => 3; } public class Base { [JsonInclude] public int F = 1; }",
        "public sealed class Order : Base { internal override int V => 2; } public class Base { [JsonInclude] internal virtual int V => 1; [JsonInclude] internal int Z => 1; }",
    ];

    [Fact]
    public void Included_members_are_inherited() => AssertSame(s_inherited.Select(declaration => (declaration, "new Order()")));

    [Fact]
    public void Included_members_that_generated_code_cannot_read_are_errors() => GeneratorRun.Of("""
        using System.Text.Json.Serialization;
        using KafkaGen;
        #pragma warning disable CS0414
        [KafkaTopic("a")]
        public struct A
        {
            public A() { }
            [JsonInclude] private int {|KG0208:Field|} = 1;
            [JsonInclude] private int {|KG0208:Property|} => 1;
            [JsonInclude] public int {|KG0208:Getter|} { private get; set; }
            [JsonInclude] private static int Static => 1;
        }
        """);

    [Fact]
    public void Features_that_are_not_supported_are_errors() => GeneratorRun.Of("""
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")]
        public sealed class A
        {
            [MyConverter] public int {|KG0202:Derived|} => 0;
            [JsonIgnore, JsonInclude] private int Ignored => 1;
            [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public DayOfWeek {|KG0202:Number|} => 0;
            [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public int[][] {|KG0202:Deep|} => new int[0][];
            [JsonExtensionData] public System.Text.Json.Nodes.JsonObject? {|KG0202:Extra|} { get; set; }
            public Harmless Harmless { get; set; }
        }
        public sealed class MyConverterAttribute : JsonConverterAttribute { }
        [KafkaTopic("b")] public sealed class B { [JsonExtensionData] public Dictionary<string, int>? {|KG0202:Extra|} { get; set; } }
        [KafkaTopic("c")]
        public sealed class C
        {
            [JsonExtensionData] public Dictionary<string, JsonElement>? One { get; set; }
            [JsonExtensionData] public Dictionary<string, JsonElement>? {|KG0202:Two|} { get; set; }
        }
        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public struct Harmless { [JsonRequired] public int X { get; set; } }
        """);

    private static void AssertSame(IEnumerable<(string Declaration, string Value)> rows) => JsonParity.AssertSameInEachRow(
        """
        #pragma warning disable KG0220
        using System;
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using KafkaGen;
        """,
        rows.Select(row => ("[KafkaTopic(\"a\")] " + row.Declaration, row.Value)));
}
