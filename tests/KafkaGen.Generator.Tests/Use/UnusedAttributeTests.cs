using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Use;

/// <summary>KG0032: attributes that nobody reads.</summary>
public sealed class UnusedAttributeTests
{
    [Fact]
    public Task Attributes_of_a_type_that_is_no_contract_are_reported() => Reported.AssertAsMarkedAsync("""
        [{|KG0032:Compression(CompressionCodec.Zstd)|}, {|KG0032:KafkaHeader("type", "order")|}]
        public sealed record Order(
            [{|KG0032:PartitionKey|}] Guid Id,
            [property: {|KG0032:KafkaHeader("tenant")|}] string Tenant,
            [{|KG0032:KafkaGen.KafkaTimestampAttribute|}] DateTimeOffset At)
        {
            [{|KG0032:KafkaPartition|}] public int Partition { get; init; }
            [{|KG0032:KafkaValue|}] public byte[]? Bytes;
            [{|KG0032:KafkaHeaders|}] public Dictionary<string, string>? Headers { get; init; }
        }
        public interface IOrder { [{|KG0032:PartitionKey|}] Guid Id { get; } }
        """);

    [Fact]
    public Task Attributes_in_a_value_type_of_a_contract_are_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public sealed record Order(int Id, Line Line);
        public sealed record Line([{|KG0032:PartitionKey|}] int Sku, [{|KG0032:KafkaHeader("color")|}] string Color);
        [KafkaTopic("stock")] public sealed record Stock([PartitionKey] StockId Id);
        public readonly record struct StockId([{|KG0032:PartitionKey(Order = 2)|}] int Shop, [{|KG0032:PartitionKey(Order = 1)|}] int Sku);
        """);

    [Fact]
    public Task Attributes_that_a_contract_does_not_inherit_are_reported() => Reported.AssertAsMarkedAsync("""
        [{|KG0032:Compression(CompressionCodec.Zstd)|}] public record Event([PartitionKey] int Id);
        [KafkaTopic("orders")] public sealed record Order(int Id) : Event(Id);
        """);

    [Fact]
    public Task Attributes_of_methods_that_nobody_implements_are_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public sealed record Order(int Id);
        internal interface IEvents { [{|KG0032:KafkaTopic("audit")|}] ValueTask Send(Order order, [{|KG0032:PartitionKey|}] int key); }
        public sealed class Sender
        {
            [{|KG0032:KafkaTopic("audit")|}] public void Send([{|KG0032:KafkaHeader("user")|}] string user) => Use(([{|KG0032:PartitionKey|}] int key) => key);
            private static void Use(Func<int, int> any) => any(1);
        }
        """);

    [Fact]
    public Task Attributes_that_somebody_reads_are_not_reported() => Reported.AssertAsMarkedAsync("""
        [assembly: KafkaContract(typeof(Named), "named")]
        [assembly: KafkaContract(typeof(Envelope<int>), "envelope")]
        internal record Base([PartitionKey] int Id) { [KafkaHeader("a")] public string? A { get; init; } }
        internal abstract record Middle(int Id) : Base(Id) { [KafkaTimestamp] public DateTimeOffset At { get; init; } }
        [KafkaTopic("orders"), Compression(CompressionCodec.Zstd), KafkaHeader("type", "order")] internal sealed record Order(int Id, [KafkaHeader("b")] int B) : Middle(Id);
        [Compression(CompressionCodec.Gzip)] internal sealed record Named([PartitionKey] int Id);
        internal sealed record Envelope<T>(T Payload, [PartitionKey] Guid Id);
        [KafkaProducer] internal interface IEvents : IBaseEvents { [KafkaTopic("audit")] ValueTask Send(Order order, [PartitionKey] int key); }
        internal interface IBaseEvents { ValueTask Resend(Order order, [KafkaHeader("user")] string user); }
        """);

    [Fact]
    public Task Types_that_other_assemblies_may_derive_or_close_are_not_reported() => Reported.AssertAsMarkedAsync("""
        public abstract record Event([PartitionKey] Guid Id);
        public sealed record Envelope<T>(T Payload, [PartitionKey] Guid Id);
        public interface IEvents { ValueTask Send(int order, [KafkaHeader("user")] string user); }
        internal abstract record Hidden([{|KG0032:PartitionKey|}] Guid Id);
        internal sealed record HiddenEnvelope<T>(T Payload, [{|KG0032:PartitionKey|}] Guid Id);
        """);

    [Fact]
    public Task Derived_type_that_is_reported_already_is_not_reported_twice() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public record Order(int Id);
        public sealed record {|KG0009:Rush|}(int Id, [PartitionKey] int Hours) : Order(Id);
        """);

    [Fact]
    public Task Attributes_of_others_are_not_reported() => Reported.AssertAsMarkedAsync("""
        namespace Mine
        {
            public sealed class PartitionKeyAttribute : Attribute { }
            public sealed record Order([PartitionKey] Guid Id);
        }
        """);
}
