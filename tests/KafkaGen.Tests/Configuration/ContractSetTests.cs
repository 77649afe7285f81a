using KafkaGen.Configuration;
using KafkaGen.Contracts;

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
            () => new ContractSet([new Stub<int>(topic, "A")], new KafkaGenOptions()));

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
        KafkaContractException error = Assert.Throws<KafkaContractException>(() => new ContractSet(
            [new Stub<int>("orders", "A", CompressionCodec.Zstd), new Stub<long>("orders", "B", CompressionCodec.Lz4)], new KafkaGenOptions()));

        Assert.Contains("Zstd level -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Lz4 level -1", error.Message, StringComparison.Ordinal);
        _ = new ContractSet([new Stub<int>("orders", "A", CompressionCodec.Lz4), new Stub<long>("orders", "B", CompressionCodec.Lz4)], new KafkaGenOptions());
    }

    [Fact]
    public void Two_contracts_of_one_name_are_refused_unless_one_is_left_out()
    {
        KafkaContract[] contracts = [new Stub<int>("a", "Order"), new Stub<long>("b", "Order")];

        KafkaContractException error = Assert.Throws<KafkaContractException>(() => new ContractSet(contracts, new KafkaGenOptions()));
        KafkaGenOptions options = new();
        options.Exclude<long>();
        ContractSet set = new(contracts, options);

        Assert.Contains("System.Int32", error.Message, StringComparison.Ordinal);
        Assert.Contains("options.Exclude", error.Message, StringComparison.Ordinal);
        Assert.Throws<KafkaContractException>(() => set.Settle(contracts[1]));
        Assert.Equal("a", set.Settle(contracts[0]).Name);
    }

    [Fact]
    public void Two_contracts_of_one_type_and_name_are_refused_with_both_topics()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(
            () => new ContractSet([new Stub<int>("a", "Order"), new Stub<int>("b", "order")], new KafkaGenOptions()));

        Assert.Contains("'a' and 'b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_named_at_run_time_must_not_have_another_compression_already()
    {
        KafkaContract[] contracts = [new Stub<int>("a", "A", CompressionCodec.Zstd), new Stub<long>("b", "B")];
        ContractSet set = new(contracts, new KafkaGenOptions());

        Assert.Throws<KafkaContractException>(() => set.Settle(contracts[1], "a"));
        Assert.Equal("c", set.Settle(contracts[1], "c").Name);
        Assert.Throws<KafkaContractException>(() => set.Settle(contracts[0], "c"));
    }

    private sealed class Stub<T>(string topic, string name, CompressionCodec? codec = null) : KafkaContract<T>
    {
        public override string Topic => topic;

        public override string Name => name;

        public override CompressionCodec? Codec => codec;

        public override void WriteValue(in T message, RecordBuffer output) => output.Write((byte)'0');
    }
}
