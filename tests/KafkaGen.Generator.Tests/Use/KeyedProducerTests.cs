using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Use;

/// <summary>KG0310, KG0311 and KG0312: producers of tombstones that do not fit their contract's key.</summary>
public sealed class KeyedProducerTests
{
    [Fact]
    public Task Wrong_key_type_is_reported_wherever_it_is_asked_for() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("a")] public sealed record Order([PartitionKey] Guid Id);
        [KafkaTopic("b")] public sealed record Line([PartitionKey(Order = 2)] int Number, [PartitionKey(Order = 1)] string Tenant);
        public sealed class Checkout(IKeyedTopicProducer<{|KG0310:string|}, Order> orders, IKeyedTopicProducer<{|KG0310:(int Number, string Tenant)|}, Line> lines)
        {
            private readonly IKeyedTopicProducer<{|KG0310:int|}, Order>? _field = null;
            public object? Use() => (orders, lines, _field);
            public static object Resolve(IServiceProvider services) => services.GetRequiredService<IKeyedTopicProducer<{|KG0310:long|}, Order>>();
            public static object Get(KafkaGenClient client) => client.GetKeyedProducer<{|KG0310:byte[]|}, Order>();
            public static object At(KafkaGenClient client) => client.ForTopic<{|KG0310:string|}, Order>("x");
        }
        """);

    [Fact]
    public Task Right_key_types_are_not_reported() => Reported.AssertAsMarkedAsync("""
        [assembly: KafkaContract(typeof(Envelope<Order>), "e", Key = "Payload.Id")]
        public sealed record Envelope<T>(T Payload);
        public readonly record struct Id(int Value);
        [KafkaTopic("a")] public sealed record Order([PartitionKey] Guid Id);
        [KafkaTopic("b")] public sealed record Line([PartitionKey(Order = 2)] int Number, [PartitionKey(Order = 1)] string Tenant);
        [KafkaTopic("c")] public sealed record Item([PartitionKey] Id? Id);
        [KafkaTopic("d")] public sealed record Named([PartitionKey] string? Id);
        public sealed class Checkout(
            IKeyedTopicProducer<Guid, Order> orders, IKeyedTopicProducer<(string Tenant, int Number), Line> lines, IKeyedTopicProducer<(string, int), Line> same,
            IKeyedTopicProducer<Id, Item> items, IKeyedTopicProducer<string, Named> named, IKeyedTopicProducer<Guid, Envelope<Order>> envelopes)
        {
            public object Get(KafkaGenClient client) => (client.GetKeyedProducer<Guid, Order>(), orders, lines, same, items, named, envelopes);
            public static object Open<TKey, T>(KafkaGenClient client) where TKey : notnull => client.GetKeyedProducer<TKey, T>();
        }
        """);

    [Fact]
    public Task Contract_without_a_key_is_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("a")] public sealed record Order(int Id);
        public sealed class Checkout(IKeyedTopicProducer<int, {|KG0311:Order|}> orders)
        {
            public object Get(KafkaGenClient client) => (client.GetKeyedProducer<int, {|KG0311:Order|}>(), orders);
        }
        """);

    [Fact]
    public Task Type_without_a_contract_is_reported_as_such() => Reported.AssertAsMarkedAsync("""
        public sealed record Order(int Id);
        public sealed class Checkout(IKeyedTopicProducer<int, {|KG0301:Order|}> orders) { public object Use() => orders; }
        """);

    [Fact]
    public Task Tombstones_of_a_nullable_key_are_reported_where_they_are_produced() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("a")] public sealed record Order([PartitionKey] string? Id);
        [KafkaTopic("b")] public sealed record Item([PartitionKey] int? Id);
        [KafkaTopic("c")] public sealed record Line([PartitionKey(Order = 1)] string Tenant, [PartitionKey(Order = 2)] int Number);
        public sealed class Checkout(IKeyedTopicProducer<string, Order> orders, IKeyedTopicProducer<int, Item> items, IKeyedTopicProducer<(string, int), Line> lines)
        {
            public async Task Go()
            {
                await orders.{|KG0312:ProduceTombstoneAsync|}("a");
                await items.{|KG0312:EnqueueTombstoneAsync|}(1);
                await lines.EnqueueTombstoneAsync(("t", 1));
            }
        }
        """);

    [Fact]
    public Task Discarded_tombstone_is_reported_as_every_discarded_result() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("a")] public sealed record Order([PartitionKey] string Id);
        public static class Checkout
        {
            public static void Go(IKeyedTopicProducer<string, Order> orders)
            {
                {|KG0302:orders.ProduceTombstoneAsync("a")|};
                {|KG0302:orders.EnqueueTombstoneAsync("a")|};
            }
        }
        """);

    [Theory]
    [InlineData("public sealed record Known([property: PartitionKey] int Id);", "string", "KG0310")]
    [InlineData("public sealed record Known(int Id);", "string", "KG0311")]
    [InlineData("public sealed record Known(int Id) { [PartitionKey] internal int Hidden => Id; }", "int", null)]
    public void Contract_of_a_referenced_assembly_is_known(string declaration, string key, string? expected)
    {
        var contracts = AnalyzerHost.Generate(AnalyzerHost.Compile("using KafkaGen; [KafkaTopic(\"a\")] " + declaration).WithAssemblyName("Contracts"));
        using var image = new MemoryStream();
        var reference = new Microsoft.CodeAnalysis.Emit.EmitOptions(metadataOnly: true, includePrivateMembers: false);
        Assert.True(contracts.Emit(image, options: reference, cancellationToken: TestContext.Current.CancellationToken).Success);
        var user = AnalyzerHost.Compile($"public sealed class C(KafkaGen.IKeyedTopicProducer<{key}, Known> a) {{ public object Use() => a; }}")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Equal(
            expected is null ? [] : [expected],
            AnalyzerHost.Analyze(AnalyzerHost.Generate(user)).Select(finding => finding.Id));
    }
}
