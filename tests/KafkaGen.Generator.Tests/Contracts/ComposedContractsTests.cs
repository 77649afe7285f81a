using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>KG0006, KG0007, KG0011, KG0030 and KG0031 between assemblies: reported where an application takes the contracts of all of them.</summary>
public sealed class ComposedContractsTests
{
    private const string Host = "public static class Host { public static void Start(IServiceCollection services) => services.{0}; }";

    [Theory]
    [InlineData("KG0006", "[KafkaTopic(\"a\")] public sealed record Order(int Id);", "namespace B { [KafkaTopic(\"b\")] public sealed record ORDER(int Id); }")]
    [InlineData("KG0007", "[KafkaTopic(\"a\"), Compression(CompressionCodec.Zstd)] public sealed record A(int Id);", "[KafkaTopic(\"a\")] public sealed record B(int Id);")]
    [InlineData("KG0030", "[KafkaTopic(\"a.b\")] public sealed record A(int Id);", "[KafkaTopic(\"a_b\")] public sealed record B(int Id);")]
    [InlineData("KG0031", "[KafkaTopic(\"a\")] public sealed record A([PartitionKey] int Id);", "[KafkaTopic(\"a\")] public sealed record B([PartitionKey] string Id);")]
    [InlineData("KG0031", "[KafkaTopic(\"a\")] public sealed record A([PartitionKey] int Id);", "[KafkaTopic(\"a\")] public sealed record B(int Id);")]
    [InlineData("KG0031", "[KafkaTopic(\"a\")] internal sealed record A { [PartitionKey] internal int Id { get; init; } public int Value { get; init; } }", "[KafkaTopic(\"a\")] internal sealed record B(int Id);")]
    public async Task Conflict_of_two_referenced_assemblies_is_reported_where_both_are_taken(string id, string one, string other)
    {
        MetadataReference[] both = [Contracts("One", one), Contracts("Two", other)];
        await Reported.AssertAsMarkedAsync(both, Calling($$"""{|{{id}}:AddKafkaGen|}("localhost:9092")"""));
        await Reported.AssertAsMarkedAsync(both, "public static class Library { }");
        await Reported.AssertAsMarkedAsync([both[0]], Calling("AddKafkaGen(\"localhost:9092\")"));
        await Reported.AssertAsMarkedAsync(both, Calling("AddKafkaGen(\"eu\", \"localhost:9092\")"));
    }

    [Fact]
    public Task Contract_of_the_application_itself_is_compared_too() => Reported.AssertAsMarkedAsync(
        [Contracts("One", "[KafkaTopic(\"a\")] public sealed record A([PartitionKey] int Id);")],
        """
        [KafkaTopic("a")] public sealed record B([PartitionKey] long Id);
        public static class Program { public static KafkaGenClient Start() => KafkaGenClient.{|KG0031:Create|}("localhost:9092"); }
        """);

    [Fact]
    public Task Type_to_which_two_assemblies_give_a_contract_of_one_name_is_reported() => Reported.AssertAsMarkedAsync(
        [
            Contracts("One", "[assembly: KafkaContract(typeof(Version), \"a\")]"),
            Contracts("Two", "[assembly: KafkaContract(typeof(Version), \"b\")]"),
        ],
        Calling("{|KG0011:AddKafkaGen|}(\"localhost:9092\")"));

    [Fact]
    public Task Contract_that_the_call_excludes_is_in_nobodys_way() => Reported.AssertAsMarkedAsync(
        [
            Contracts("One", "[KafkaTopic(\"a\")] public sealed record Order(int Id);"),
            Contracts("Two", "namespace B { [KafkaTopic(\"b\")] public sealed record Order(int Id); }"),
        ],
        Calling("AddKafkaGen(options => options.Exclude<B.Order>())"),
        Calling("{|KG0006:AddKafkaGen|}(options => { })").Replace("Host", "Other", StringComparison.Ordinal));

    [Fact]
    public Task Contracts_that_agree_and_those_of_one_assembly_are_not_reported() => Reported.AssertAsMarkedAsync(
        [
            Contracts("One", "[KafkaTopic(\"a\")] public sealed record A([PartitionKey] int Id); [KafkaTopic(\"c.d\")] public sealed record C(int Id);"),
            Contracts(
                "Two",
                "[KafkaTopic(\"a\")] public sealed record B([PartitionKey] int Id); [KafkaTopic(\"c-d\")] public sealed record D(int Id);\n" +
                "[KafkaTopic(\"e\")] public sealed record E(int Id); [KafkaTopic(\"e\")] public sealed record F([PartitionKey] int Id);"),
        ],
        Calling("AddKafkaGen(\"localhost:9092\")"));

    [Fact]
    public Task Contracts_of_two_clusters_share_no_topic() => Reported.AssertAsMarkedAsync(
        [
            Contracts("One", "[KafkaTopic(\"a\")] public sealed record A([PartitionKey] int Id); [KafkaTopic(\"c.d\", Cluster = \"eu\")] public sealed record C(int Id);"),
            Contracts("Two", "[KafkaTopic(\"a\", Cluster = \"eu\")] public sealed record B(int Id); [KafkaTopic(\"c_d\")] public sealed record D(int Id);"),
        ],
        Calling("AddKafkaGen(\"localhost:9092\")"));

    [Fact]
    public Task Annotated_types_of_an_assembly_without_the_generator_are_no_contracts() => Reported.AssertAsMarkedAsync(
        [
            Contracts("One", "[KafkaTopic(\"a\")] public sealed record Order(int Id);"),
            AnalyzerHost.Reference(AnalyzerHost.Compile(Usings + "namespace B { [KafkaTopic(\"b\")] public sealed record Order(int Id); }").WithAssemblyName("Two")),
        ],
        Calling("AddKafkaGen(\"localhost:9092\")"));

    private const string Usings = "using System; using KafkaGen;\n";

    private static string Calling(string call) => Host.Replace("{0}", call, StringComparison.Ordinal);

    private static MetadataReference Contracts(string assembly, string source) =>
        AnalyzerHost.Reference(AnalyzerHost.Generate(AnalyzerHost.Compile(Usings + source).WithAssemblyName(assembly)));
}
