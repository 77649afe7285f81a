using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Fixes;

[Trait("Speed", "Slow")]
public sealed class ContractFixTests
{
    [Fact]
    public Task What_a_topic_name_may_not_contain_is_replaced() => Fixed<TopicNameFix>.AssertAsync(
        """
        using KafkaGen;
        [KafkaTopic({|KG0001:"orders created"|})] public sealed record A(int Id);
        [KafkaTopic({|KG0001:topic: /* why */ "orders/v1_new"|})] public sealed record B(int Id);
        [KafkaTopic({|KG0001:"shop: orders-new"|})] public sealed record C(int Id);
        [KafkaTopic({|KG0001:"größe!"|})] public sealed record D(int Id);
        """,
        """
        using KafkaGen;
        [KafkaTopic("orders.created")] public sealed record A(int Id);
        [KafkaTopic(topic: /* why */ "orders_v1_new")] public sealed record B(int Id);
        [KafkaTopic("shop-orders-new")] public sealed record C(int Id);
        [KafkaTopic("gr.e")] public sealed record D(int Id);
        """);

    [Theory]
    [InlineData("{|KG0001:\"\"|}")]
    [InlineData("{|KG0001:\"..\"|}")]
    [InlineData("{|KG0001:\"数量\"|}")]
    [InlineData("{|KG0001:\"a \" + \"b\"|}")]
    [InlineData("{|KG0001:Names.Topic|}")]
    public Task Name_of_which_nothing_is_left_or_that_is_no_literal_is_left_alone(string name) => Fixed<TopicNameFix>.AssertNotOfferedAsync(
        $$"""
        using KafkaGen;
        public static class Names { public const string Topic = "a b"; }
        [KafkaTopic({{name}})] public sealed record A(int Id);
        """);

    [Fact]
    public Task Level_that_the_codec_does_not_have_is_dropped() => Fixed<CompressionLevelFix>.AssertAsync(
        """
        using KafkaGen;
        [KafkaTopic("a"), Compression(CompressionCodec.Gzip, {|KG0008:Level = 10|})] public sealed record A(int Id);
        [KafkaTopic("b")]
        [Compression(CompressionCodec.Snappy, {|KG0008:Level = 1|})]
        public sealed record B(int Id);
        [KafkaTopic("c"), Compression(CompressionCodec.Zstd, Level = 3)] public sealed record C(int Id);
        """,
        """
        using KafkaGen;
        [KafkaTopic("a"), Compression(CompressionCodec.Gzip)] public sealed record A(int Id);
        [KafkaTopic("b")]
        [Compression(CompressionCodec.Snappy)]
        public sealed record B(int Id);
        [KafkaTopic("c"), Compression(CompressionCodec.Zstd, Level = 3)] public sealed record C(int Id);
        """);

    [Fact]
    public Task Unknown_codec_is_left_alone() => Fixed<CompressionLevelFix>.AssertNotOfferedAsync(
        """
        using KafkaGen;
        [KafkaTopic("a"), Compression((CompressionCodec)9, {|KG0008:Level = 10|})] public sealed record A(int Id);
        """);
}
