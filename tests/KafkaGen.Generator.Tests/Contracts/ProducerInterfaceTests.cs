using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Approved;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>Interfaces of produce methods.</summary>
public sealed class ProducerInterfaceTests
{
    private const string Order = "[KafkaTopic(\"orders\")] public sealed record Order([PartitionKey] int Id, [KafkaHeader(\"kind\")] string Kind);";

    private const string Usings = """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using KafkaGen;

        """;

    [Fact]
    public Task An_interface_with_every_kind_of_method() => ApprovedTest.AssertAsync(
        nameof(An_interface_with_every_kind_of_method),
        Usings + Order + """
            [KafkaTopic("ticks")] public readonly record struct Tick(int Value);
            public interface IBase { ValueTask TickAsync(Tick tick); }
            [KafkaProducer]
            public interface IOrderEvents : IBase
            {
                ValueTask<RecordMetadata> CreatedAsync(Order order, CancellationToken cancellationToken);
                [KafkaTopic("orders.audit")] Task<RecordMetadata> AuditAsync(ProduceOptions options, Order @event);
                [KafkaTopic("orders.tenants")]
                ValueTask KeepAsync(
                    [PartitionKey(Order = 1)] string tenant, Order order, [KafkaHeader("user")] string? user, [PartitionKey] int shard,
                    [KafkaHeaders] IReadOnlyDictionary<string, string?>? tags, CancellationToken cancellationToken = default);
                int Version => 1;
                static int Count => 2;
            }
            """,
        isListShown: true);

    [Fact]
    public void Arguments_make_key_and_headers_of_the_record()
    {
        var run = GeneratorRun.Of(Usings + Order.Replace("Order", "CalledOrder", StringComparison.Ordinal).Replace("KafkaTopic(\"orders\")", "KafkaTopic(\"called\")", StringComparison.Ordinal) + """
            [KafkaProducer]
            public interface ICalled
            {
                ValueTask Send(CalledOrder order, [PartitionKey] string? tenant, [KafkaHeader("user")] string user);
            }
            public static class Sample { public static object Create() => new CalledOrder(7, "k"); }
            """);
        var project = LoadedProject.Of(run);
        var source = new RecordingSource();
        ProducerInterface producer = ContractRegistry.Producers[^1];
        producer.Accept(source);
        object called = source.Made!;
        Type contract = called.GetType().GetInterface("ICalled")!;
        object order = project.Samples().Single();

        contract.GetMethod("Send")!.Invoke(called, [order, "acme", "me"]);
        contract.GetMethod("Send")!.Invoke(called, [order, null, null]);

        Assert.Equal(["acme", null], source.Records.Select(record => record.KeyText));
        Assert.Equal(["kind=k", "user=me"], source.Records[0].Headers);
        Assert.Equal(["kind=k"], source.Records[1].Headers);
        Assert.Equal("""{"id":7,"kind":"k"}""", source.Records[0].Value);
        Exception missing = Assert.ThrowsAny<Exception>(() => contract.GetMethod("Send")!.Invoke(called, [null, "acme", "me"]));
        Assert.Equal("order", Assert.IsType<ArgumentNullException>(missing.InnerException).ParamName);
    }

    [Theory]
    [InlineData("void {|KG0019:Send|}(Order order);")]
    [InlineData("Task {|KG0019:Send|}(Order order);")]
    [InlineData("ValueTask<int> {|KG0019:Send|}(Order order);")]
    [InlineData("ValueTask {|KG0019:Send|}(CancellationToken token);")]
    [InlineData("ValueTask {|KG0019:Send|}(Order order, string tenant);")]
    [InlineData("ValueTask {|KG0019:Send|}(string text);")]
    [InlineData("ValueTask {|KG0019:Send|}<T>(Order order);")]
    [InlineData("ValueTask {|KG0019:Send|}(in Order order);")]
    [InlineData("ValueTask {|KG0019:Send|}(Order order, CancellationToken a, CancellationToken b);")]
    [InlineData("static abstract ValueTask {|KG0019:Send|}(Order order);")]
    [InlineData("int {|KG0019:Count|} { get; }")]
    [InlineData("event System.Action {|KG0019:Changed|};")]
    [InlineData("[KafkaTopic(\"a\"), KafkaTopic(\"b\")] ValueTask {|KG0019:Send|}(Order order);")]
    [InlineData("[KafkaTopic(\"a\", Name = \"x\")] ValueTask {|KG0019:Send|}(Order order);")]
    [InlineData("[{|KG0001:KafkaTopic(\"a b\")|}] ValueTask Send(Order order);")]
    [InlineData("ValueTask Send(Order order, [PartitionKey] double {|KG0101:key|});")]
    [InlineData("ValueTask Send(Order order, [KafkaHeader(\"h\")] Order {|KG0106:header|});")]
    [InlineData("ValueTask Send(Order order, [KafkaHeaders] string {|KG0113:headers|});")]
    [InlineData("ValueTask Send(Order order, [PartitionKey] int a, [PartitionKey] int {|KG0111:b|});")]
    public void Member_that_cannot_be_implemented_is_an_error(string member) => GeneratorRun.Of(
        Usings + Order + $$"""
        [KafkaProducer] public interface IOrderEvents { {{member}} }
        """);

    [Fact]
    public void Interfaces_that_cannot_be_implemented_are_errors() => GeneratorRun.Of(Usings + Order + """
        [KafkaProducer] public interface {|KG0019:IGeneric|}<T> { ValueTask Send(Order order); }
        [KafkaProducer] file interface {|KG0019:ILocal|} { ValueTask Send(Order order); }
        public class Outer { [KafkaProducer] private interface {|KG0019:IHidden|} { ValueTask Send(Order order); } }
        """);

    [Fact]
    public void Older_language_version_is_an_error() => GeneratorRun.Of(
        new ProjectOptions { Language = LanguageVersion.CSharp10 },
        Usings + """
        [KafkaTopic("orders")] public sealed record {|KG0005:Order|}(int Id);
        [KafkaProducer] public interface {|KG0005:IOrderEvents|} { ValueTask Send(Order order); }
        """);

    [Fact]
    public void Record_with_a_contract_of_another_assembly_will_do()
    {
        var contracts = GeneratorRun.Of(new ProjectOptions { AssemblyName = "Producer.Contracts" }, """
            [assembly: KafkaGen.KafkaContract(typeof(ProducedElsewhere<int>), "elsewhere")]
            public sealed record ProducedElsewhere<T>(T Id);
            """);
        GeneratorRun.Of(
            new ProjectOptions { References = [MetadataReference.CreateFromImage(LoadedProject.Emit(contracts.Compilation))] },
            Usings + """
            [KafkaProducer] internal interface IEvents { ValueTask Send(ProducedElsewhere<int> record); ValueTask {|KG0019:Other|}(ProducedElsewhere<long> record); }
            """);
    }

    [Fact]
    public void Topic_of_a_method_gets_the_assemblys_prefix()
    {
        var run = GeneratorRun.Of(Usings + Order + """
            [KafkaProducer] public interface IEvents { [KafkaTopic("audit")] ValueTask Send(Order order); }
            """, "[assembly: KafkaGen.KafkaDefaults(TopicPrefix = \"shop.\")]");
        Assert.Contains("\"shop.audit\"", run.Files["IEvents.Producer.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Rejected_interface_throws_the_diagnostics_text_at_registration()
    {
        var run = GeneratorRun.Of(
            new ProjectOptions { AssemblyName = "Rejected.Interfaces" },
            Usings + Order.Replace("Order", "RejectedOrder", StringComparison.Ordinal) + "[KafkaProducer] public interface IRejected { void {|KG0019:Send|}(RejectedOrder order); }");
        LoadedProject.Of(run);
        Assert.Contains("KG0019", Assert.Single(ContractRegistry.Rejections, rejection => rejection.Contract == "IRejected").Message, StringComparison.Ordinal);
    }

    /// <summary>Encodes what generated implementations enqueue.</summary>
    private sealed class RecordingSource : IProducerSource, IProducerVisitor
    {
        public object? Made { get; private set; }

        public List<WrittenRecord> Records { get; } = [];

        public void Visit<TProducer>(ProducerInterface<TProducer> producer)
            where TProducer : class => Made = producer.Create(this);

        public ITopicProducer<T> Open<T>(string? topic) => new Recorder<T>(ContractRegistry.Get<T>(), Records);

        public ITopicProducer<TCall> Open<T, TCall>(string? topic, Func<KafkaContract<T>, KafkaContract<TCall>> extend) =>
            new Recorder<TCall>(extend(ContractRegistry.Get<T>()), Records);
    }

    private sealed class Recorder<T>(KafkaContract<T> contract, List<WrittenRecord> records) : ITopicProducer<T>
    {
        public string Topic => contract.Topic;

        public ValueTask EnqueueAsync(T message, ProduceOptions options = default, CancellationToken cancellationToken = default)
        {
            var buffer = new RecordBuffer();
            contract.Encode(message, buffer);
            records.Add(WrittenRecord.Of(buffer));
            return ValueTask.CompletedTask;
        }

        public ValueTask<RecordMetadata> ProduceAsync(T message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<RecordMetadata> ProduceAsync(T message, ProduceOptions options, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public bool TryEnqueue(T message, ProduceOptions options = default) => throw new NotSupportedException();

        public ValueTask<ProduceBatchResult> ProduceManyAsync(
            IReadOnlyList<T> messages, ProduceOptions options = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask FlushAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
