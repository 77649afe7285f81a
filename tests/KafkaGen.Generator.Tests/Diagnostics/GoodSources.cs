using KafkaGen.TestKit;

namespace KafkaGen.Generator.Tests.Diagnostics;

/// <summary>Sources without a fault: one for each corner of the library, and the files of the contract model.</summary>
internal static class GoodSources
{
    /// <summary>What the SDK imports into the contract model.</summary>
    public const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks; global using KafkaGen;
        """;

    /// <summary>Short ones, of which every mutation is tried.</summary>
    public static IReadOnlyList<string> Short { get; } =
    [
        """
        using System; using System.Collections.Generic; using System.Text.Json.Serialization; using KafkaGen;
        namespace Shop;
        [KafkaTopic("orders.created"), Compression(CompressionCodec.Zstd, Level = 3)]
        [KafkaHeader("type", "order.created")]
        public sealed record OrderCreated([PartitionKey(Order = 1)] Guid OrderId, [PartitionKey(Order = 2)] string Region, [KafkaHeader("tenant")] string? Tenant,
            [KafkaTimestamp] DateTimeOffset At, [KafkaPartition] int? Partition, [property: JsonPropertyName("sum")] decimal Total, List<Line> Lines)
        {
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Note { get; init; }
        }
        public readonly record struct Line(int Sku, double Weight, Dictionary<string, long?> Extra, Line[]? Parts);
        """,
        """
        using KafkaGen;
        namespace Shop { public partial class Outer { [KafkaTopic("stock")] public partial struct Stock { [PartitionKey] public Id Key { get; set; } internal State @class; } } }
        namespace Shop { public readonly struct Id { public string Value { get; } public Id(string value) => Value = value; } public enum State : byte { None, Some = 3 } }
        namespace Shop { public abstract class Base<T> { public virtual T? Item { get; set; } } [KafkaTopic("x")] public class Derived : Base<Id> { public override Id Item { get; set; } } }
        """,
        """
        using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks; using KafkaGen;
        [KafkaTopic("orders")] public record Order(int Id); [KafkaTopic("rush")] public sealed record Rush(int Id, int Hours) : Order(Id);
        public sealed class Checkout<T>(ITopicProducer<Order> orders, Lazy<ITopicProducer<T>> any, KafkaGenClient client)
        {
            public async Task Use(List<Order> all, Rush rush, ProduceOptions options, CancellationToken ct)
            {
                foreach (Order order in all) { if (order.Id > 0) { await orders.ProduceAsync(order, options, ct).ConfigureAwait(false); } }
                await Task.WhenAll(all.Select(async o => { await orders.ProduceAsync(o with { Id = 2 }); }).ToArray());
                await Task.WhenAll(all.Select(o => client.GetProducer<Order>().ProduceAsync(o).AsTask()));
                (await orders.ProduceManyAsync(all, cancellationToken: ct)).ThrowIfFailed();
                RecordMetadata at = orders.ProduceAsync((Order)rush).Result; await any.Value.FlushAsync(ct); _ = at;
            }
            public void Drop(Order order) { orders?.EnqueueAsync(order); orders!.ProduceAsync(order).AsTask().Wait(); var kept = orders.ProduceAsync(order); }
        }
        """,
        """
        using System.Text.Json.Serialization; using KafkaGen;
        [KafkaTopic("shapes")] [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")] [JsonDerivedType(typeof(Circle), "circle")]
        public record Shape(int Id) { [JsonPropertyOrder(-1)] public int? First { get; set; } [JsonIgnore] public object? Hidden => null; }
        public sealed record Circle(int Id, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] double Radius) : Shape(Id);
        """,
        """
        using System; using System.Buffers; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using KafkaGen;
        [assembly: KafkaDefaults(TopicPrefix = "shop.", Codec = CompressionCodec.Zstd, CompressionLevel = 3, JsonNaming = JsonNaming.SnakeCaseLower)]
        [assembly: KafkaContract(typeof(Envelope<Order>), "orders.sent", Name = "sent", Key = "Payload.Id, Number", KeyEncoding = KeyEncoding.Text,
            Headers = new[] { "tenant=Payload.Tenant" }, Timestamp = "At", Partition = "Partition", JsonDefaults = JsonProfile.General)]
        [KafkaTopic("orders", Serializer = typeof(Own)), KafkaTopic("orders.audit", Name = "audit", KeySerializer = typeof(OwnKey))]
        public record Order([PartitionKey] Guid Id, string? Tenant) : Event([new("a", new byte[1])]);
        public sealed record Envelope<T>(T Payload, int Number, DateTime? At, int? Partition);
        public abstract record Event([property: KafkaHeaders] List<RecordHeader> Extra);
        [KafkaTopic("raw")] public sealed class Raw { [KafkaValue] public ReadOnlyMemory<byte> Bytes { get; init; } [KafkaHeaders] public Dictionary<string, string>? Headers; }
        public sealed class Own : IRecordSerializer<Order> { public void Serialize(Order value, IBufferWriter<byte> output, in RecordContext context) { } }
        public sealed class OwnKey : IRecordSerializer<Guid> { public void Serialize(Guid value, IBufferWriter<byte> output, in RecordContext context) { } }
        """,
        """
        using System.Collections.Generic; using System.Text.Json; using System.Text.Json.Serialization; using System.Text.Json.Serialization.Metadata;
        using System.Threading; using System.Threading.Tasks; using KafkaGen; using Microsoft.Extensions.DependencyInjection;
        [KafkaTopic("a", JsonContext = typeof(Context))] public sealed record A([PartitionKey(Encoding = KeyEncoding.BigEndian)] int Id, object Any);
        [KafkaTopic("b")] public sealed record B(A A);
        [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase), JsonSerializable(typeof(A))]
        public sealed class Context : JsonSerializerContext
        {
            public Context() : base(null) { }
            public static Context Default { get; } = new();
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(System.Type type) => null;
        }
        [KafkaProducer] public partial interface IEvents : IBase
        {
            [KafkaTopic("b.other")] ValueTask<RecordMetadata> SendAsync(B b, [PartitionKey] string key, [KafkaHeader("user")] string? user, CancellationToken ct);
            Task<RecordMetadata> SendAsync(B b, ProduceOptions options, [KafkaHeaders] Dictionary<string, byte[]> headers);
        }
        public interface IBase { ValueTask EnqueueAsync(A a) ; string Name => "x"; }
        public static class Host
        {
            public static void Start(IServiceCollection services) => services.AddKafkaGen(options => { options.Exclude<B>(); options.BootstrapServers = "localhost:9092"; });
            public static KafkaGenClient Open(IEvents events, A a) { events.EnqueueAsync(a); return KafkaGenClient.Create("localhost:9092"); }
        }
        """,
    ];

    /// <summary>The files of the contract model: long, so that their mutations are sampled.</summary>
    public static IReadOnlyList<string> Model { get; } =
    [
        .. Directory.GetFiles(Repository.PathOf("tests", "KafkaGen.ContractModel"), "*.cs")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText),
    ];
}
