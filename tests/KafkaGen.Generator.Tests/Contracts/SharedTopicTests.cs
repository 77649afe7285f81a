using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>KG0030 and KG0031: contracts of one topic, or of two that are one in metrics.</summary>
public sealed class SharedTopicTests
{
    [Fact]
    public Task Topics_that_differ_in_dots_and_underscores_alone_are_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("shop.orders_new")] public sealed record {|KG0030:A|}(int Id);
        [KafkaTopic("shop_orders.new")] public sealed record {|KG0030:B|}(int Id);
        [KafkaTopic("shop-orders.new")] public sealed record C(int Id);
        [KafkaTopic("shop.orders")] public sealed record D(int Id);
        [KafkaTopic("shop.orders")] public sealed record E(int Id);
        """);

    [Fact]
    public Task Topics_of_other_clusters_are_others() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("shop.orders")] public sealed record A([PartitionKey] int Id);
        [KafkaTopic("shop_orders", Cluster = "eu")] public sealed record B([PartitionKey] int Id);
        [KafkaTopic("shop.orders", Cluster = "us")] public sealed record C([PartitionKey] string Id);
        [KafkaTopic("shop.visits", Cluster = "eu")] public sealed record {|KG0031:D|}([PartitionKey] int Id);
        [KafkaTopic("shop.visits", Cluster = "EU")] public sealed record {|KG0031:E|}([PartitionKey] string Id);
        """);

    [Fact]
    public Task Prefix_of_the_assembly_counts() => Reported.AssertAsMarkedAsync("""
        [assembly: KafkaDefaults(TopicPrefix = "shop.")]
        [KafkaTopic("orders.new")] public sealed record {|KG0030:A|}(int Id);
        [KafkaTopic("orders_new")] public sealed record {|KG0030:B|}(int Id);
        """);

    [Fact]
    public Task Two_topics_of_one_record_are_compared_too() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders.new"), KafkaTopic("orders_new", Name = "second")] public sealed record {|KG0030:{|KG0030:A|}|}(int Id);
        """);

    [Theory]
    [InlineData("[PartitionKey] int Id", "[PartitionKey] long Id")]
    [InlineData("[PartitionKey] int Id", "[PartitionKey] string Id")]
    [InlineData("[PartitionKey] int Id", "int Id")]
    [InlineData("[PartitionKey] short Id", "[PartitionKey] Kind Id")]
    [InlineData("[PartitionKey] byte Id", "[PartitionKey] byte[] Id")]
    [InlineData("[PartitionKey] Guid Id", "[PartitionKey(Encoding = KeyEncoding.BigEndian)] Guid Id")]
    [InlineData("[PartitionKey] string Id", "[PartitionKey(Order = 1)] string Id, [PartitionKey(Order = 2)] string More")]
    [InlineData("[PartitionKey(Order = 1)] int Id, [PartitionKey(Order = 2)] int More", "[PartitionKey] Three Id")]
    public Task Keys_that_consumers_read_in_different_ways_are_reported(string one, string other) => Reported.AssertAsMarkedAsync(
        $$"""
        [KafkaTopic("orders")] public sealed record {|KG0031:A|}({{one}});
        [KafkaTopic("orders")] public sealed record {|KG0031:B|}({{other}});
        public enum Kind : long { None }
        public readonly record struct Three(int One, int Two, int Other);
        """);

    [Theory]
    [InlineData("[PartitionKey] int Id", "[PartitionKey] int? Id")]
    [InlineData("[PartitionKey] int Id", "[PartitionKey] Kind Id")]
    [InlineData("[PartitionKey] int Id", "[PartitionKey] OrderId Id")]
    [InlineData("[PartitionKey] int Id", "[PartitionKey] uint Id")]
    [InlineData("[PartitionKey] string Id", "[PartitionKey] Guid Id")]
    [InlineData("[PartitionKey] string Id", "[PartitionKey(Encoding = KeyEncoding.Text)] long Id")]
    [InlineData("[PartitionKey] byte[] Id", "[PartitionKey] ReadOnlyMemory<byte> Id")]
    [InlineData("[PartitionKey(Order = 1)] int Id, [PartitionKey(Order = 2)] string More", "[PartitionKey] Two Id")]
    [InlineData("int Id", "int Id")]
    public Task Keys_that_consumers_read_in_one_way_are_not_reported(string one, string other) => Reported.AssertAsMarkedAsync(
        $$"""
        [KafkaTopic("orders")] public sealed record A({{one}});
        [KafkaTopic("orders")] public sealed record B({{other}});
        public enum Kind { None }
        public readonly record struct OrderId(int Value);
        public readonly record struct Two(long One, Guid Other);
        """);

    [Fact]
    public Task Keys_of_serializers_are_the_same_where_the_serializers_are() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("one", KeySerializer = typeof(First))] public sealed record A([PartitionKey] int Id);
        [KafkaTopic("one", KeySerializer = typeof(First))] public sealed record B([PartitionKey] int Id);
        [KafkaTopic("two", KeySerializer = typeof(First))] public sealed record {|KG0031:C|}([PartitionKey] int Id);
        [KafkaTopic("two", KeySerializer = typeof(Second))] public sealed record {|KG0031:D|}([PartitionKey] int Id);
        [KafkaTopic("three", KeySerializer = typeof(First))] public sealed record {|KG0031:E|}([PartitionKey] int Id);
        [KafkaTopic("three")] public sealed record {|KG0031:F|}([PartitionKey] int Id);
        public class First : IRecordSerializer<int> { public void Serialize(int value, System.Buffers.IBufferWriter<byte> output, in RecordContext context) { } }
        public sealed class Second : First { }
        """);

    [Fact]
    public Task Key_that_is_at_fault_is_compared_with_none() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public sealed record A([PartitionKey] double {|KG0101:Id|});
        [KafkaTopic("orders")] public sealed record B([PartitionKey] int Id);
        """);

    [Fact]
    public async Task Message_names_both_keys()
    {
        IReadOnlyCollection<string> texts = await Reported.AssertAsMarkedAsync("""
            [KafkaTopic("orders")] public sealed record {|KG0031:A|}([PartitionKey(Order = 1)] int Id, [PartitionKey(Order = 2)] int More);
            [KafkaTopic("orders")] public sealed record {|KG0031:B|}([PartitionKey] short Id);
            """);
        string text = texts.Single(text => text.StartsWith("'A'", StringComparison.Ordinal));
        Assert.Contains("'orders'", text, StringComparison.Ordinal);
        Assert.Contains("text of 2 parts", text, StringComparison.Ordinal);
        Assert.Contains("an integer of 2 bytes", text, StringComparison.Ordinal);
    }
}
