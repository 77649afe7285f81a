using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Fixes;

[Trait("Speed", "Slow")]
public sealed class JsonContextFixTests
{
    // What System.Text.Json's own generator would write is written by hand: it does not run here.
    private const string Body = """
        JsonSerializerContext
        {
            public {0}() : base(null) { }
            public static {0} Default { get; } = new();
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(System.Type type) => null;
        }

        """;

    [Fact]
    public Task Types_that_the_context_does_not_know_are_added_with_the_options() => Fixed<JsonContextFix>.AssertAsync(
        Source("""
            namespace Shop
            {
                [KafkaTopic("a", {|KG0015:JsonContext = typeof(Context)|})] public sealed record Order(int Id);
                public static class Outer { [KafkaTopic("b", {|KG0015:JsonContext = typeof(Context)|})] public sealed record Stock(int Id); }
            }
            /// <summary>All of it.</summary>
            public sealed partial class Context : {Context}
            """),
        Source("""
            namespace Shop
            {
                [KafkaTopic("a", JsonContext = typeof(Context))] public sealed record Order(int Id);
                public static class Outer { [KafkaTopic("b", JsonContext = typeof(Context))] public sealed record Stock(int Id); }
            }
            /// <summary>All of it.</summary>
            [JsonSerializable(typeof(Shop.Outer.Stock))]
            [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
            [JsonSerializable(typeof(Shop.Order))]
            public sealed partial class Context : {Context}
            """));

    [Fact]
    public Task Options_that_differ_are_set_and_the_others_kept() => Fixed<JsonContextFix>.AssertAsync(
        Source("""
            [assembly: KafkaContract(typeof(System.Version), "v", {|KG0016:JsonContext = typeof(Third)|}, JsonNaming = JsonNaming.KebabCaseLower)]
            [KafkaTopic("a", {|KG0016:JsonContext = typeof(First)|})] public sealed record A(int Id);
            [KafkaTopic("b", {|KG0016:JsonContext = typeof(First)|})] public sealed record B(int Id);
            [KafkaTopic("c", {|KG0016:JsonContext = typeof(Second)|}, JsonDefaults = JsonProfile.General)] public sealed record C(int Id);
            [JsonSerializable(typeof(A)), JsonSerializable(typeof(B)), JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
            public sealed class First : {First}
            [JsonSerializable(typeof(C))]
            [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
            public sealed class Second : {Second}
            [JsonSerializable(typeof(System.Version))]
            public sealed class Third : {Third}
            """),
        Source("""
            [assembly: KafkaContract(typeof(System.Version), "v", JsonContext = typeof(Third), JsonNaming = JsonNaming.KebabCaseLower)]
            [KafkaTopic("a", JsonContext = typeof(First))] public sealed record A(int Id);
            [KafkaTopic("b", JsonContext = typeof(First))] public sealed record B(int Id);
            [KafkaTopic("c", JsonContext = typeof(Second), JsonDefaults = JsonProfile.General)] public sealed record C(int Id);
            [JsonSerializable(typeof(A)), JsonSerializable(typeof(B)), JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true)]
            public sealed class First : {First}
            [JsonSerializable(typeof(C))]
            [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.General)]
            public sealed class Second : {Second}
            [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
            [JsonSerializable(typeof(System.Version))]
            public sealed class Third : {Third}
            """));

    [Fact]
    public Task Context_in_another_file_is_found() => Fixed<JsonContextFix>.AssertAsync(
        [
            "[KafkaGen.KafkaTopic(\"a\", {|KG0016:JsonContext = typeof(Context)|})] public sealed record A(int Id);\n",
            Source("[JsonSerializable(typeof(A))]\npublic sealed class Context : {Context}"),
        ],
        [
            "[KafkaGen.KafkaTopic(\"a\", JsonContext = typeof(Context))] public sealed record A(int Id);\n",
            Source("[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]\n[JsonSerializable(typeof(A))]\npublic sealed class Context : {Context}"),
        ]);

    [Fact]
    public Task Escaping_that_no_options_of_a_context_bring_about_is_left_alone() => Fixed<JsonContextFix>.AssertNotOfferedAsync(Source("""
        [KafkaTopic("a", {|KG0016:JsonContext = typeof(Context)|}, UnsafeRelaxedJsonEscaping = true)] public sealed record A(int Id);
        [JsonSerializable(typeof(A)), JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
        public sealed class Context : {Context}
        """));

    private static string Source(string text)
    {
        foreach (string name in new[] { "Context", "First", "Second", "Third" })
        {
            text = text.Replace($"{{{name}}}", Body.Replace("{0}", name, StringComparison.Ordinal), StringComparison.Ordinal);
        }

        return "using System.Text.Json.Serialization;\nusing KafkaGen;\n" + text;
    }
}
