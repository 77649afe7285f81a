using KafkaGen.Configuration;
using KafkaGen.Contracts;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Tests.Configuration;

public sealed class ContractSetTests
{
    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("..", "reserved")]
    [InlineData("orders created", "' ' is not one of")]
    [InlineData("bestellungen.größe", "'ö' is not one of")]
    public void A_topic_name_that_Kafka_does_not_allow_is_refused(string topic, string expected)
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(
            () => Checked.Contracts([new Stub<int>(topic, "A")], new KafkaGenOptions()));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_name_is_at_most_249_characters_long()
    {
        Assert.Null(TopicName.Problem(new string('a', 249)));
        Assert.NotNull(TopicName.Problem(new string('a', 250)));
    }

    [Fact]
    public void Contracts_that_share_a_topic_must_agree_on_its_compression()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(() => Checked.Contracts(
            [new Stub<int>("orders", "A", CompressionCodec.Zstd), new Stub<long>("orders", "B", CompressionCodec.Lz4)], new KafkaGenOptions()));

        Assert.Contains("Zstd level -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Lz4 level -1", error.Message, StringComparison.Ordinal);
        _ = Checked.Contracts([new Stub<int>("orders", "A", CompressionCodec.Lz4), new Stub<long>("orders", "B", CompressionCodec.Lz4)], new KafkaGenOptions());
    }

    [Fact]
    public void Two_contracts_of_one_name_are_refused_unless_one_is_left_out()
    {
        KafkaContract[] contracts = [new Stub<int>("a", "Order"), new Stub<long>("b", "Order")];

        KafkaContractException error = Assert.Throws<KafkaContractException>(() => Checked.Contracts(contracts, new KafkaGenOptions()));
        KafkaGenOptions options = new();
        options.Exclude<long>();
        ContractSet set = Checked.Contracts(contracts, options);

        Assert.Contains("System.Int32", error.Message, StringComparison.Ordinal);
        Assert.Contains("options.Exclude", error.Message, StringComparison.Ordinal);
        Assert.Throws<KafkaContractException>(() => set.Settle(contracts[1]));
        Assert.Equal("a", set.Settle(contracts[0]).Name);
    }

    [Fact]
    public void Two_contracts_of_one_type_and_name_are_refused_with_both_topics()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(
            () => Checked.Contracts([new Stub<int>("a", "Order"), new Stub<int>("b", "order")], new KafkaGenOptions()));

        Assert.Contains("'a' and 'b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_named_at_run_time_must_not_have_another_compression_already()
    {
        KafkaContract[] contracts = [new Stub<int>("a", "A", CompressionCodec.Zstd), new Stub<long>("b", "B")];
        ContractSet set = Checked.Contracts(contracts, new KafkaGenOptions());

        Assert.Throws<KafkaContractException>(() => set.Settle(contracts[1], "a"));
        Assert.Equal("c", set.Settle(contracts[1], "c").Name);
        Assert.Throws<KafkaContractException>(() => set.Settle(contracts[0], "c"));
    }

    [Fact]
    public void Contracts_of_one_topic_with_different_keys_are_logged_once()
    {
        RecordedLog log = new();
        KafkaContract[] contracts =
        [
            new Stub<int>("orders", "A", keyShape: "text"),
            new Stub<long>("orders", "B", keyShape: "an integer of 4 bytes"),
            new Stub<short>("orders", "C", keyShape: "text"),
        ];

        ContractSet set = Checked.Contracts(contracts, new KafkaGenOptions { LoggerFactory = log });
        set.Settle(contracts[0]);
        set.Settle(contracts[1]);

        RecordedLog.Line line = Assert.Single(log.Lines);
        Assert.Equal((LogLevel.Warning, 1031), (line.Level, line.EventId));
        Assert.Contains("orders", line.Text, StringComparison.Ordinal);
        Assert.Contains("key of System.Int32 is text, that of System.Int64 is an integer of 4 bytes", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Contract_without_a_key_differs_from_one_with_a_key_but_not_from_bytes()
    {
        RecordedLog log = new();
        KafkaContract[] contracts = [new Stub<int>("a", "A", keyShape: "text"), new Stub<long>("b", "B"), new Stub<short>(string.Empty, "Bytes")];
        ContractSet set = Checked.Contracts(contracts[..2], new KafkaGenOptions { LoggerFactory = log });

        set.Settle(contracts[2], "a");
        Assert.Empty(log.Lines);
        set.Settle(contracts[1], "a");
        set.Settle(contracts[1], "a");
        Assert.Contains("that of System.Int64 is none", Assert.Single(log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Topics_that_metrics_take_for_one_are_logged_once()
    {
        RecordedLog log = new();
        KafkaContract[] contracts = [new Stub<int>("shop.orders", "A"), new Stub<long>("shop_orders", "B"), new Stub<short>("shop-orders", "C")];

        ContractSet set = Checked.Contracts(contracts, new KafkaGenOptions { LoggerFactory = log });
        set.Settle(contracts[0]);
        set.Settle(contracts[1]);

        RecordedLog.Line line = Assert.Single(log.Lines);
        Assert.Equal((LogLevel.Warning, 1030), (line.Level, line.EventId));
        Assert.Contains("shop.orders and shop_orders", line.Text, StringComparison.Ordinal);
        set.Settle(contracts[2], "shop_orders.x");
        set.Settle(contracts[2], "shop.orders_x");
        Assert.Equal(2, log.Lines.Count);
    }

    [Fact]
    public void Contracts_that_agree_are_not_logged()
    {
        RecordedLog log = new();
        _ = Checked.Contracts([new Stub<int>("a", "A", keyShape: "text"), new Stub<long>("a", "B", keyShape: "text")], new KafkaGenOptions { LoggerFactory = log });

        Assert.Empty(log.Lines);
    }

    private sealed class Stub<T>(string topic, string name, CompressionCodec? codec = null, string? keyShape = null) : KafkaContract<T>
    {
        public override string? KeyShape => keyShape;

        public override string Topic => topic;

        public override string Name => name;

        public override CompressionCodec? Codec => codec;

        public override void WriteValue(in T message, RecordBuffer output) => output.Write((byte)'0');
    }
}
