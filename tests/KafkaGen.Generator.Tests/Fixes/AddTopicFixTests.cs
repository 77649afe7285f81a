using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Fixes;

[Trait("Speed", "Slow")]
public sealed class AddTopicFixTests
{
    [Fact]
    public Task Type_whose_producer_is_asked_for_gets_one_attribute_however_often_it_is_asked_for() => Fixed<AddTopicFix>.AssertAsync(
        """
        using KafkaGen;
        namespace Shop
        {
            /// <summary>An order.</summary>
            public sealed record OrderCreated(int Id);

            public sealed class A(ITopicProducer<{|KG0301:OrderCreated|}> orders) { public object Use() => orders; }
            public sealed class B(ITopicProducer<{|KG0301:OrderCreated|}> orders) { public object Use() => orders; }
        }
        """,
        """
        using KafkaGen;
        namespace Shop
        {
            /// <summary>An order.</summary>
            [KafkaTopic("order.created")]
            public sealed record OrderCreated(int Id);

            public sealed class A(ITopicProducer<OrderCreated> orders) { public object Use() => orders; }
            public sealed class B(ITopicProducer<OrderCreated> orders) { public object Use() => orders; }
        }
        """);

    [Fact]
    public Task Type_that_a_transaction_produces_gets_the_attribute() => Fixed<AddTopicFix>.AssertAsync(
        """
        using System.Threading.Tasks;
        using KafkaGen;
        public sealed record OrderPaid(int Id);
        public static class Worker
        {
            public static async Task Work(KafkaTransaction transaction, int id) => await transaction.ProduceAsync({|KG0301:new OrderPaid(id)|});
        }
        """,
        """
        using System.Threading.Tasks;
        using KafkaGen;
        [KafkaTopic("order.paid")]
        public sealed record OrderPaid(int Id);
        public static class Worker
        {
            public static async Task Work(KafkaTransaction transaction, int id) => await transaction.ProduceAsync(new OrderPaid(id));
        }
        """);

    [Fact]
    public Task Type_in_another_file_is_found_and_the_name_is_qualified_where_it_must_be() => Fixed<AddTopicFix>.AssertAsync(
        [
            "using KafkaGen;\npublic sealed class A(ITopicProducer<{|KG0301:HTTPRequestSeen|}> a, ITopicProducer<{|KG0301:Stock|}> b) { public object Use() => (a, b); }\n",
            "using System;\n\n[Serializable]\npublic struct HTTPRequestSeen { public int Id { get; set; } }\n\npublic sealed record Stock(int Left);\n",
        ],
        [
            "using KafkaGen;\npublic sealed class A(ITopicProducer<HTTPRequestSeen> a, ITopicProducer<Stock> b) { public object Use() => (a, b); }\n",
            "using System;\n\n[KafkaGen.KafkaTopic(\"http.request.seen\")]\n[Serializable]\npublic struct HTTPRequestSeen { public int Id { get; set; } }\n\n" +
            "[KafkaGen.KafkaTopic(\"stock\")]\npublic sealed record Stock(int Left);\n",
        ]);

    [Fact]
    public Task Derived_type_becomes_a_contract_of_its_own() => Fixed<AddTopicFix>.AssertAsync(
        "using KafkaGen;\r\n[KafkaTopic(\"orders\")] public record Order(int Id);\r\npublic record {|KG0009:RushOrder|}(int Id, int Hours) : Order(Id);\r\npublic record {|KG0009:SlowOrder|}(int Id) : Order(Id);\r\n",
        "using KafkaGen;\r\n[KafkaTopic(\"orders\")] public record Order(int Id);\r\n[KafkaTopic(\"rush.order\")]\r\npublic record RushOrder(int Id, int Hours) : Order(Id);\r\n" +
        "[KafkaTopic(\"slow.order\")]\r\npublic record SlowOrder(int Id) : Order(Id);\r\n");

    [Fact]
    public Task Type_whose_attributes_nobody_reads_becomes_a_contract_however_many_it_has() => Fixed<AddTopicFix>.AssertAsync(
        """
        using System;
        using KafkaGen;
        namespace Shop;

        /// <summary>An order.</summary>
        [{|KG0032:Compression(CompressionCodec.Zstd)|}]
        public sealed record OrderCreated([{|KG0032:PartitionKey|}] Guid Id, [property: {|KG0032:KafkaHeader("tenant")|}] string Tenant);

        public struct Stock { [{|KG0032:KafkaTimestamp|}] public DateTime At { get; set; } [{|KG0032:KafkaPartition|}] public int Partition; public int Left { get; set; } }
        """,
        """
        using System;
        using KafkaGen;
        namespace Shop;

        /// <summary>An order.</summary>
        [KafkaTopic("order.created")]
        [Compression(CompressionCodec.Zstd)]
        public sealed record OrderCreated([PartitionKey] Guid Id, [property: KafkaHeader("tenant")] string Tenant);

        [KafkaTopic("stock")]
        public struct Stock { [KafkaTimestamp] public DateTime At { get; set; } [KafkaPartition] public int Partition; public int Left { get; set; } }
        """);

    [Theory]
    [InlineData("internal sealed record Envelope<T>([{|KG0032:PartitionKey|}] int Id, T Payload);")]
    [InlineData("internal abstract class Base { [{|KG0032:PartitionKey|}] public int Id { get; set; } }")]
    [InlineData("internal interface IEvents { void Send([{|KG0032:PartitionKey|}] int id); }")]
    [InlineData("public class A { [{|KG0032:KafkaTopic(\"a\")|}] public void Send() { } public void Take([{|KG0032:PartitionKey|}] int id) { } }")]
    public Task Attribute_that_no_topic_would_help_is_left_alone(string source) => Fixed<AddTopicFix>.AssertNotOfferedAsync("using KafkaGen;\n" + source);

    [Theory]
    [InlineData("{|KG0301:int|}")]
    [InlineData("{|KG0301:System.Version|}")]
    [InlineData("{|KG0301:int[]|}")]
    [InlineData("{|KG0301:Envelope<int>|}")]
    [InlineData("{|KG0301:System.IDisposable|}")]
    public Task Type_that_cannot_have_the_attribute_here_is_left_alone(string type) => Fixed<AddTopicFix>.AssertNotOfferedAsync(
        $$"""
        using KafkaGen;
        public sealed record Envelope<T>(T Payload);
        public sealed class A(ITopicProducer<{{type}}> orders) { public object Use() => orders; }
        """);

    [Theory]
    [InlineData("Order", "order")]
    [InlineData("OrderCreated", "order.created")]
    [InlineData("HTTPRequest2", "http.request2")]
    [InlineData("order_created", "order.created")]
    [InlineData("Größe", "gr.e")]
    [InlineData("数量", "topic")]
    public void Topic_is_named_after_the_type(string type, string topic) => Assert.Equal(topic, TopicNames.For(type));
}
