using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>For each diagnostic the shortest source that has it.</summary>
internal static class Examples
{
    private const string Usings =
        "using System; using System.Threading.Tasks; using System.Text.Json.Serialization; using KafkaGen;";

    private const string Order = "[KafkaTopic(\"a\")] public record Order(int Id);";

    private const string Keyed = "[KafkaTopic(\"a\")] public record Order([PartitionKey] int Id);";

    public static IReadOnlyDictionary<string, Example> All { get; } = new Dictionary<string, Example>
    {
        ["KG0001"] = Of("[KafkaTopic(\"a b\")] public sealed record A(int Id);"),
        ["KG0002"] = Of("[KafkaTopic(\"a\")] public sealed record A<T>(int Id);"),
        ["KG0003"] = Of("public static class Outer { [KafkaTopic(\"a\")] private sealed record A(int Id); }"),
        ["KG0004"] = Of("[KafkaTopic(\"a\")] public abstract record A(int Id);"),
        ["KG0005"] = Of("[KafkaTopic(\"a\")] public sealed record A(int Id);") with { Language = LanguageVersion.CSharp10 },
        ["KG0006"] = Of("namespace X { [KafkaTopic(\"a\")] public sealed record A(int Id); } namespace Y { [KafkaTopic(\"b\")] public sealed record A(int Id); }"),
        ["KG0007"] = Of(
            "[KafkaTopic(\"a\"), Compression(CompressionCodec.Gzip)] public sealed record A(int Id); [KafkaTopic(\"a\")] public sealed record B(int Id);"),
        ["KG0008"] = Of("[KafkaTopic(\"a\"), Compression(CompressionCodec.Gzip, Level = 10)] public sealed record A(int Id);"),
        ["KG0009"] = Of(Order + "public sealed record Rush(int Id) : Order(Id);"),
        ["KG0010"] = Of("[KafkaTopic(\"a\")] public sealed partial record A(int Id);") with { AddedByOthers = "partial record A { public int More => 1; }" },
        ["KG0011"] = Of("[KafkaTopic(\"a\"), KafkaTopic(\"b\")] public sealed record A(int Id);"),
        ["KG0012"] = Of("[KafkaTopic(\"a\", Name = \"x:y\")] public sealed record A(int Id);"),
        ["KG0013"] = Of("[KafkaTopic(\"a\", Serializer = typeof(int))] public sealed record A(int Id);"),
        ["KG0014"] = Of("[KafkaTopic(\"a\", JsonContext = typeof(A))] public sealed record A(int Id);"),
        ["KG0015"] = Of("[KafkaTopic(\"a\", JsonContext = typeof(C))] public sealed record A(int Id);" + Context("[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]")),
        ["KG0016"] = Of("[KafkaTopic(\"a\", JsonContext = typeof(C))] public sealed record A(int Id);" + Context("[JsonSerializable(typeof(A))]")),
        ["KG0017"] = Of("[KafkaTopic(\"a\", JsonContext = typeof(C), Serializer = typeof(S))] public sealed record A(int Id);" +
            Context("[JsonSerializable(typeof(A)), JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]") +
            "public sealed class S : IRecordSerializer<A> { public void Serialize(A value, System.Buffers.IBufferWriter<byte> output, in RecordContext context) { } }"),
        ["KG0018"] = Of("[assembly: KafkaContract(typeof(Envelope<int>), \"a\", Key = \"Missing\")] public sealed record Envelope<T>(T Payload);"),
        ["KG0019"] = Of("[KafkaTopic(\"a\")] public sealed record A(int Id); [KafkaProducer] public interface IEvents { void Go(A message); }"),
        ["KG0030"] = Of("[KafkaTopic(\"a.b\")] public sealed record A(int Id); [KafkaTopic(\"a_b\")] public sealed record B(int Id);"),
        ["KG0031"] = Of("[KafkaTopic(\"a\")] public sealed record A([PartitionKey] int Id); [KafkaTopic(\"a\")] public sealed record B([PartitionKey] long Id);"),
        ["KG0032"] = Of("public sealed record A([PartitionKey] int Id);"),
        ["KG0033"] = Of("[KafkaTopic(\"a\")] public sealed record A(int Id); public partial interface IEvents { ValueTask Send(A message); }") with { AddedByOthers = "[KafkaGen.KafkaProducer] partial interface IEvents { }" },
        ["KG0020"] = Of("[KafkaTopic(\"a\", Partitions = 0)] public sealed record A(int Id);"),
        ["KG0021"] = Of("[KafkaTopic(\"a\", CustomPartitioner = typeof(A))] public sealed record A([PartitionKey] int Id);"),
        ["KG0022"] = Of(
            "[KafkaTopic(\"a\", CustomPartitioner = typeof(P), Partitioner = RecordPartitioner.Fnv1a)] public sealed record A([PartitionKey] int Id);" +
            "public sealed class P : IRecordPartitioner { public static int Partition(ReadOnlySpan<byte> key, int partitionCount) => 0; }"),
        ["KG0023"] = Of("[KafkaTopic(\"a\", Partitioner = RecordPartitioner.Random)] public sealed record A([PartitionKey] int Id);"),
        ["KG0024"] = Of("[KafkaTopic(\"a\", Partitioner = RecordPartitioner.Murmur2)] public sealed record A(int Id);"),
        ["KG0025"] = Of("[KafkaTopic(\"a\", Config = new[] { \"cleanup.policy\" })] public sealed record A(int Id);"),
        ["KG0101"] = Of("[KafkaTopic(\"a\")] public sealed record A([PartitionKey] double Id);"),
        ["KG0102"] = Of("[KafkaTopic(\"a\")] public sealed record A([PartitionKey(Order = 1)] int Id, [PartitionKey(Order = 2)] int? Part);"),
        ["KG0103"] = Of("[KafkaTopic(\"a\")] public sealed class A { [PartitionKey] private int Id => 1; public int Use() => Id; }"),
        ["KG0104"] = Of("[KafkaTopic(\"a\")] public sealed record A([KafkaHeader(\"\")] string Tenant);"),
        ["KG0105"] = Of("[KafkaTopic(\"a\"), KafkaHeader(\"h\")] public sealed record A(int Id);"),
        ["KG0106"] = Of("[KafkaTopic(\"a\")] public sealed record A([KafkaHeader(\"h\")] object Tenant, int Id);"),
        ["KG0107"] = Of("[KafkaTopic(\"a\")] public sealed record A([KafkaTimestamp] string At);"),
        ["KG0108"] = Of("[KafkaTopic(\"a\")] public sealed record A([KafkaTimestamp] long At, [KafkaTimestamp] long Again);"),
        ["KG0109"] = Of("[KafkaTopic(\"a\")] public sealed record A([KafkaPartition] string Partition);"),
        ["KG0110"] = Of("[KafkaTopic(\"a\")] public sealed record A([KafkaValue] double Value);"),
        ["KG0111"] = Of("[KafkaTopic(\"a\")] public sealed record A([PartitionKey] int Id, [PartitionKey] int Part);"),
        ["KG0112"] = Of("[KafkaTopic(\"a\")] public sealed record A([PartitionKey(Encoding = KeyEncoding.BigEndian)] string Id);"),
        ["KG0113"] = Of("[KafkaTopic(\"a\")] public sealed record A(int Id, [KafkaHeaders] System.Collections.Generic.List<string> Tags);"),
        ["KG0120"] = Of("[KafkaTopic(\"a\")] public sealed record A([KafkaHeader(\"h\")] int Id, [KafkaHeader(\"h\")] int Part);"),
        ["KG0201"] = Of("[KafkaTopic(\"a\")] public sealed record A(System.Threading.Thread Id);"),
        ["KG0202"] = Of("[KafkaTopic(\"a\")] public sealed record A([property: MyConverter] int Id); public sealed class MyConverterAttribute : JsonConverterAttribute { }"),
        ["KG0203"] = Of("[KafkaTopic(\"a\")] public sealed record A(int Id, int ID);"),
        ["KG0204"] = Of("[KafkaTopic(\"a\")] public sealed record A([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int Id);"),
        ["KG0205"] = Of("[KafkaTopic(\"a\")] public sealed record A([property: JsonPropertyName(\"\\ud800\")] int Id);"),
        ["KG0206"] = Of(
            "[KafkaTopic(\"a\")] public sealed record A([property: JsonConverter(typeof(F))] int Id);" +
            "public abstract class F : JsonConverterFactory { }"),
        ["KG0207"] = Of(
            "[KafkaTopic(\"a\")] public sealed record A(State Id);" +
            "[JsonConverter(typeof(JsonStringEnumConverter<State>))] public enum State { [JsonStringEnumMemberName(\" x\")] None }"),
        ["KG0208"] = Of("[KafkaTopic(\"a\")] public struct A { [JsonInclude] private int _id; public int Use() => _id++; }"),
        ["KG0209"] = Of(
            "[KafkaTopic(\"a\"), JsonDerivedType(typeof(B), \"x\"), JsonDerivedType(typeof(C), \"x\")] public record A(int Id);" +
            "[KafkaTopic(\"b\")] public sealed record B(int Id) : A(Id); [KafkaTopic(\"c\")] public sealed record C(int Id) : A(Id);"),
        ["KG0210"] = Of("[KafkaTopic(\"a\")] public sealed record A(CustomerId Customer, int Id); public readonly partial struct CustomerId { }"),
        ["KG0220"] = Of("[KafkaTopic(\"a\")] public sealed record A;"),
        ["KG0221"] = Of("[KafkaTopic(\"a\")] public sealed record A([property: System.Runtime.Serialization.IgnoreDataMember] int Id);"),
        ["KG0301"] = Of("public sealed class A { public ITopicProducer<int>? Producer { get; set; } }"),
        ["KG0302"] = Of(Order + "public static class A { public static void Use(ITopicProducer<Order> p) { p.FlushAsync(); } }"),
        ["KG0303"] = Of(Order + "public static class A { public static void Use(ITopicProducer<Order> p) => p.FlushAsync().AsTask().Wait(); }"),
        ["KG0304"] = Of(
            Order + "public static class A { public static async Task Use(ITopicProducer<Order> p, Order[] all) { foreach (Order o in all) await p.ProduceAsync(o); } }"),
        ["KG0305"] = Of(
            Order + "[KafkaTopic(\"b\")] public sealed record Rush(int Id, int More) : Order(Id);" +
            "public static class A { public static bool Use(ITopicProducer<Order> p, Rush r) => p.TryEnqueue(r); }"),
        ["KG0306"] = Of("public sealed class B { public ITopicProducer<A>? Producer { get; set; } }") with { ReferenceWithoutGenerator = "[KafkaGen.KafkaTopic(\"a\")] public sealed record A(int Id);" },
        ["KG0310"] = Of(Keyed + "public sealed class A { public IKeyedTopicProducer<string, Order>? Producer { get; set; } }"),
        ["KG0311"] = Of(Order + "public sealed class A { public IKeyedTopicProducer<int, Order>? Producer { get; set; } }"),
        ["KG0312"] = Of(
            "[KafkaTopic(\"a\")] public record Order([PartitionKey] int? Id);" +
            "public static class A { public static ValueTask Use(IKeyedTopicProducer<int, Order> p) => p.EnqueueTombstoneAsync(1); }"),
    };

    // What System.Text.Json's own generator would write is written by hand: it does not run here.
    private static string Context(string attributes) =>
        attributes + " public sealed class C(System.Text.Json.JsonSerializerOptions? o) : JsonSerializerContext(o) {" +
        " protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;" +
        " public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; public static C Default { get; } = new(null); }";

    internal static Example Of(string source) => new(Usings + "\n" + source);
}
