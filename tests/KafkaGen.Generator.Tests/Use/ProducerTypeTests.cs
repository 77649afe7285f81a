using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Use;

/// <summary>KG0301: a producer of a type without a contract.</summary>
public sealed class ProducerTypeTests
{
    [Fact]
    public Task Producer_of_a_type_without_a_contract_is_reported_wherever_it_is_asked_for() => Reported.AssertAsMarkedAsync("""
        public sealed record Order(int Id);
        public sealed class Checkout(ITopicProducer<{|KG0301:Order|}> orders)
        {
            private readonly ITopicProducer<{|KG0301:Order|}>? _field = orders;
            public ITopicProducer<{|KG0301:Order|}>? Property { get; set; }
            public Lazy<ITopicProducer<{|KG0301:Order|}>>? Wrapped { get; set; }
            public KafkaGen.ITopicProducer<{|KG0301:Order|}>[]? Many { get; set; }
            public Checkout(Lazy<ITopicProducer<{|KG0301:Order|}>> lazy) : this(lazy.Value) { }
            public object? Use() => _field;
            public static object Resolve(IServiceProvider services) => services.GetRequiredService<ITopicProducer<{|KG0301:Order|}>>();
            public static object? Find(IServiceProvider services) => services.GetService(typeof(ITopicProducer<{|KG0301:Order|}>));
            public static object Get(KafkaGenClient client) => client.GetProducer<{|KG0301:Order|}>();
            public static Action<ITopicProducer<Order>> Handler() => (ITopicProducer<{|KG0301:Order|}> p) => p.ToString();
        }
        public sealed record Endpoint(ITopicProducer<{|KG0301:int|}> Orders);
        """);

    [Fact]
    public Task What_a_transaction_produces_is_looked_at_as_well() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public record Order(int Id);
        #pragma warning disable KG0009
        public sealed record Rush(int Id) : Order(Id);
        #pragma warning restore KG0009
        public static class Worker
        {
            public static async Task Work<T>(KafkaTransaction transaction, Order order, Rush rush, T any)
            {
                await transaction.ProduceAsync(order);
                await transaction.ProduceAsync<Order>(rush);
                await transaction.ProduceAsync(any);
                await transaction.ProduceAsync(new EncodedRecord());
                await transaction.ProduceAsync({|KG0301:rush|});
                await transaction.ProduceAsync(options: default, message: {|KG0301:rush|});
                await transaction.EnqueueAsync({|KG0301:"text"|});
                await transaction.GetProducer<{|KG0301:Rush|}>().ProduceAsync(rush);
            }
        }
        """);

    [Fact]
    public Task Contracts_and_what_may_become_one_are_not_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public sealed record Order(int Id);
        [KafkaTopic("stock")] public readonly record struct Stock(int Id);
        public sealed class Checkout(ITopicProducer<Order> orders, ITopicProducer<Stock>? stock)
        {
            public object Get(KafkaGenClient client, IServiceProvider services) =>
                (client.GetProducer<Order>(), services.GetRequiredService<ITopicProducer<Stock>>(), orders, stock);
        }
        public sealed class Publisher<T>(ITopicProducer<T> producer)
        {
            public ITopicProducer<T> Producer { get; } = producer;
            public static ITopicProducer<T> Get(KafkaGenClient client) => client.GetProducer<T>();
            public static ITopicProducer<T[]> GetMany(IServiceProvider services) => services.GetRequiredService<ITopicProducer<T[]>>();
        }
        """);

    [Fact]
    public Task Mentions_that_ask_for_nothing_are_not_reported() => Reported.AssertAsMarkedAsync("""
        public sealed record Unknown(int Id);
        public abstract class Fake : ITopicProducer<Unknown>
        {
            public abstract string Topic { get; }
            public abstract ValueTask<RecordMetadata> ProduceAsync(Unknown message, CancellationToken cancellationToken = default);
            public abstract ValueTask<RecordMetadata> ProduceAsync(Unknown message, ProduceOptions options, CancellationToken cancellationToken = default);
            public abstract ValueTask EnqueueAsync(Unknown message, ProduceOptions options = default, CancellationToken cancellationToken = default);
            public abstract bool TryEnqueue(Unknown message, ProduceOptions options = default);
            public abstract ValueTask<ProduceBatchResult> ProduceManyAsync(IReadOnlyList<Unknown> messages, ProduceOptions options = default, CancellationToken cancellationToken = default);
            public abstract ValueTask FlushAsync(CancellationToken cancellationToken = default);
        }
        public static class Names { public static Type Open => typeof(ITopicProducer<>); public static Type Closed => typeof(ITopicProducer<Unknown>); }
        """);

    [Fact]
    public Task Another_type_of_that_name_is_not_reported() => Reported.AssertAsMarkedAsync("""
        namespace Mine
        {
            public interface ITopicProducer<T> { }
            public sealed class Client { public T? GetProducer<T>() => default; }
            public sealed class Checkout(ITopicProducer<int> orders, Client client) { public object? Use() => (orders, client.GetProducer<int>()); }
        }
        """);

    [Fact]
    public void Contract_of_a_referenced_assembly_is_known()
    {
        var contracts = AnalyzerHost.Generate(
            AnalyzerHost.Compile("[KafkaGen.KafkaTopic(\"a\")] public sealed record Known(int Id); public sealed record Unknown(int Id);")
                .WithAssemblyName("Contracts"));
        using var image = new MemoryStream();
        Assert.True(contracts.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var user = AnalyzerHost.Compile("public sealed class C(KafkaGen.ITopicProducer<Known> a, KafkaGen.ITopicProducer<Unknown> b) { public object Use() => (a, b); }")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Diagnostic finding = Assert.Single(AnalyzerHost.Analyze(AnalyzerHost.Generate(user)));
        Assert.Equal("KG0301", finding.Id);
        Assert.Contains("'Unknown'", finding.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_typed_type_is_left_to_the_compiler()
    {
        var compilation = AnalyzerHost.Compile("public sealed class C(KafkaGen.ITopicProducer<Missing> a, KafkaGen.ITopicProducer<> b) { }");
        Assert.Empty(AnalyzerHost.Analyze(compilation));
    }

    [Fact]
    public async Task Annotated_type_of_an_assembly_that_was_built_without_the_generator_is_reported()
    {
        MetadataReference reference = AnalyzerHost.Reference(
            AnalyzerHost.Compile("[KafkaGen.KafkaTopic(\"a\")] public sealed record Plain(int Id); [KafkaGen.KafkaTopic(\"b\")] public sealed record Assigned(int Id);")
                .WithAssemblyName("Messages"));
        IReadOnlyCollection<string> found = await Reported.AssertAsMarkedAsync(
            [reference],
            """
            [assembly: KafkaContract(typeof(Assigned), "assigned")]
            public sealed class C(ITopicProducer<{|KG0306:Plain|}> plain, ITopicProducer<Assigned> assigned, KafkaGenClient client)
            {
                public object Use() => (plain, assigned, client.GetProducer<{|KG0306:Plain|}>());
            }
            [KafkaProducer] public interface IEvents { ValueTask {|KG0019:Send|}(Plain message); ValueTask Resend(Assigned message); }
            """);
        Assert.Contains(
            found,
            text => text.Contains("'Messages'", StringComparison.Ordinal) && text.Contains("without KafkaGen's generator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Contract_of_a_reference_that_was_rejected_there_is_reported()
    {
        MetadataReference reference = AnalyzerHost.Reference(AnalyzerHost.Generate(
            AnalyzerHost.Compile("[KafkaGen.KafkaTopic(\"a b\")] public sealed record Rejected(int Id); [KafkaGen.KafkaTopic(\"a\")] internal sealed record Right(int Id);")
                .WithAssemblyName("Messages")));
        string found = Assert.Single(await Reported.AssertAsMarkedAsync([reference], "public sealed class C(ITopicProducer<{|KG0306:Rejected|}> a) { public object Use() => a; }"));
        Assert.Contains("has an error", found, StringComparison.Ordinal);
    }
}
