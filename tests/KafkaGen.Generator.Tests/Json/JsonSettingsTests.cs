using System.Text.Encodings.Web;
using System.Text.Json;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>Names and escaping by choice, on the contract or the assembly.</summary>
public sealed class JsonSettingsTests
{
    private const string Order = """
        public sealed class Order
        {
            public int A => 1; public int AB => 2; public int ABc => 3; public int ABTest => 4; public int URLPath2Go => 5; public int a1 => 6; public int _X => 7;
            public int _x2 => 8; public int X1Y => 9; public int IOStream => 10; public int SHA512Hash => 11; public int Größe => 12; public int ÀÉx => 13; public int snake_Case => 14;
            public int Two__Lines => 15; public int 数量 => 16; public int X => 17; public int Y9Z9z => 18; public int ǅx => 19;
            public Leaf Leaf => new(); public System.Collections.Generic.KeyValuePair<string, string> Pair => new("é<", "+'😀");
        }
        public sealed class Leaf { public string InnerName => "\u2028\ud800é"; }
        public static class Sample { public static object Create() => new Order(); }
        """;

    public static TheoryData<string, string> Namings => new()
    {
        { "", "Web" },
        { "JsonDefaults = JsonProfile.Web", "Web" },
        { "JsonDefaults = JsonProfile.General", "General" },
        { "JsonNaming = JsonNaming.AsDeclared", "General" },
        { "JsonDefaults = JsonProfile.General, JsonNaming = JsonNaming.CamelCase", "Web" },
        { "JsonNaming = JsonNaming.SnakeCaseLower", "SnakeCaseLower" },
        { "JsonNaming = JsonNaming.SnakeCaseUpper", "SnakeCaseUpper" },
        { "JsonNaming = JsonNaming.KebabCaseLower", "KebabCaseLower" },
        { "JsonNaming = JsonNaming.KebabCaseUpper", "KebabCaseUpper" },
    };

    [Theory]
    [MemberData(nameof(Namings))]
    public void Contract_chooses_names_and_escaping(string arguments, string policy)
    {
        string separator = arguments.Length == 0 ? string.Empty : ", ";
        AssertSame($"using KafkaGen; [KafkaTopic(\"a\"{separator}{arguments})] {Order}", policy, isRelaxed: false);
        AssertSame($"using KafkaGen; [KafkaTopic(\"a\"{separator}{arguments}, UnsafeRelaxedJsonEscaping = true)] {Order}", policy, isRelaxed: true);
    }

    [Theory]
    [MemberData(nameof(Namings))]
    public void Assembly_chooses_for_contracts_that_say_nothing(string arguments, string policy)
    {
        string separator = arguments.Length == 0 ? string.Empty : ", ";
        AssertSame($"using KafkaGen; [assembly: KafkaDefaults({arguments})] [KafkaTopic(\"a\")] {Order}", policy, isRelaxed: false);
        AssertSame(
            $"using KafkaGen; [assembly: KafkaDefaults(UnsafeRelaxedJsonEscaping = true{separator}{arguments})] [assembly: KafkaContract(typeof(Order), \"a\")] {Order}",
            policy,
            isRelaxed: true);
    }

    [Theory]
    [MemberData(nameof(Namings))]
    public void Contract_of_a_type_that_nobody_annotates_chooses_as_well(string arguments, string policy)
    {
        string separator = arguments.Length == 0 ? string.Empty : ", ";
        AssertSame($"using KafkaGen; [assembly: KafkaContract(typeof(Order), \"a\"{separator}{arguments})] {Order}", policy, isRelaxed: false);
        AssertSame(
            $"using KafkaGen; [assembly: KafkaContract(typeof(Order), \"a\"{separator}{arguments}, UnsafeRelaxedJsonEscaping = true)] {Order}",
            policy,
            isRelaxed: true);
    }

    [Fact]
    public void Contract_of_a_type_that_nobody_annotates_comes_before_the_assembly()
    {
        const string Defaults = "[assembly: KafkaDefaults(JsonNaming = JsonNaming.SnakeCaseUpper, UnsafeRelaxedJsonEscaping = true)]";
        AssertSame(
            $"using KafkaGen; {Defaults} [assembly: KafkaContract(typeof(Order), \"a\", JsonNaming = JsonNaming.KebabCaseLower, UnsafeRelaxedJsonEscaping = false)] {Order}",
            "KebabCaseLower",
            isRelaxed: false);
        AssertSame($"using KafkaGen; {Defaults} [assembly: KafkaContract(typeof(Order), \"a\", JsonDefaults = JsonProfile.General)] {Order}", "SnakeCaseUpper", isRelaxed: true);
    }

    [Fact]
    public void Contract_comes_before_the_assembly() => AssertSame(
        $"using KafkaGen; [assembly: KafkaDefaults(JsonDefaults = JsonProfile.General, UnsafeRelaxedJsonEscaping = true)] " +
        $"[KafkaTopic(\"a\", JsonDefaults = JsonProfile.Web, UnsafeRelaxedJsonEscaping = false)] {Order}",
        "Web",
        isRelaxed: false);

    [Fact]
    public void One_type_has_an_encoder_for_each_setting()
    {
        var run = GeneratorRun.Of("""
            using KafkaGen;
            [KafkaTopic("a")] public sealed record A(Leaf Leaf);
            [KafkaTopic("b", JsonDefaults = JsonProfile.General)] public sealed record B(Leaf Leaf);
            [KafkaTopic("c", JsonDefaults = JsonProfile.General)] public sealed record C(Leaf Leaf);
            public sealed record Leaf(int Id);
            """);
        Assert.Equal(2, run.Files.Keys.Count(file => file.StartsWith("Leaf", StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_that_differ_only_in_case_are_fine_in_general() => GeneratorRun.Of("""
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a", JsonDefaults = JsonProfile.General)] public sealed class A { public int Id => 1; public int ID => 2; }
        [KafkaTopic("b", JsonDefaults = JsonProfile.General)] public sealed class B { public int Id => 1; [JsonPropertyName("Id")] public int {|KG0203:Other|} => 2; }
        """);

    private static void AssertSame(string source, string policy, bool isRelaxed)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(source));
        object sample = project.Samples().Single();
        var options = new JsonSerializerOptions(policy == "Web" ? JsonSerializerDefaults.Web : JsonSerializerDefaults.General)
        {
            Encoder = isRelaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null,
        };
        if (policy is not ("Web" or "General"))
        {
            options.PropertyNamingPolicy = (JsonNamingPolicy)typeof(JsonNamingPolicy).GetProperty(policy)!.GetValue(null)!;
        }

        Assert.Equal(JsonSerializer.Serialize(sample, sample.GetType(), options), project.Encode(sample).Value);
    }
}
