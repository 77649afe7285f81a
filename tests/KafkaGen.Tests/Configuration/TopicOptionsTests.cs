using KafkaGen.Configuration;
using KafkaGen.Contracts;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Tests.Configuration;

/// <summary>Settings of topics by attribute, configuration and code.</summary>
public sealed class TopicOptionsTests
{
    [Fact]
    public void Configuration_goes_before_attributes_and_code_before_configuration()
    {
        Stub<int> contract = new("orders", "Order")
        {
            DeclaredCodec = CompressionCodec.Zstd,
            DeclaredLevel = 3,
            DeclaredTimeout = 5000,
            DeclaredPartitioner = RecordPartitioner.Fnv1a,
        };
        KafkaGenOptions options = Read(
            ("Topics:order:Topic", "orders.v2"), ("Topics:order:MessageTimeout", "00:00:07"), ("Topics:order:Partitioner", "murmur2_random"),
            ("TopicPrefix", "test."));
        options.Topic("order").MessageTimeout = TimeSpan.FromSeconds(9);

        TopicSettings settings = Checked.Contracts([contract], options).Settle(contract);

        Assert.Equal(
            new TopicSettings("test.orders.v2")
            {
                Codec = CompressionCodec.Zstd,
                CompressionLevel = 3,
                MessageTimeoutMs = 9000,
                Partitioner = RecordPartitioner.Murmur2Random,
            },
            settings);
        Assert.Equal(
            [("compression.codec", "zstd"), ("compression.level", "3"), ("message.timeout.ms", "9000"), ("partitioner", "murmur2_random")],
            settings.ToProperties().Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void Entry_of_the_contract_goes_before_that_of_its_topic_and_a_topics_holds_for_all_its_contracts()
    {
        Stub<int> one = new("orders", "One");
        Stub<long> other = new("orders", "Other");
        KafkaGenOptions options = Read(("Topics:orders:compression.type", "LZ4"), ("Topics:orders:delivery.timeout.ms", "7000"));
        ContractSet set = Checked.Contracts([one, other], options);

        Assert.Equal(set.Settle(one), set.Settle(other));
        Assert.Equal((CompressionCodec.Lz4, 7000), (set.Settle(one).Codec, set.Settle(one).MessageTimeoutMs));

        options.Topic("One").Codec = CompressionCodec.Gzip;
        options.Topic("One").CompressionLevel = 9;
        options.Topic("One").Topic = "ones";
        TopicSettings changed = Checked.Contracts([one, other], options).Settle(one);
        Assert.Equal(("ones", CompressionCodec.Gzip, 9, 7000), (changed.Name, changed.Codec, changed.CompressionLevel, changed.MessageTimeoutMs));
    }

    [Fact]
    public void Another_codec_does_not_keep_the_level_of_the_declared_one()
    {
        Stub<int> contract = new("orders", "Order") { DeclaredCodec = CompressionCodec.Zstd, DeclaredLevel = 12 };
        KafkaGenOptions options = new();
        options.Topic("Order").Codec = CompressionCodec.Snappy;

        Assert.Equal(-1, Checked.Contracts([contract], options).Settle(contract).CompressionLevel);
    }

    [Fact]
    public void Partitioner_of_the_application_and_librdkafkas_replace_each_other()
    {
        Stub<int> contract = new("orders", "Order") { DeclaredCustom = CustomPartitioner<Zero>.Instance };
        KafkaGenOptions options = new();
        Assert.Same(CustomPartitioner<Zero>.Instance, Checked.Contracts([contract], options).Settle(contract).CustomPartitioner);

        options.Topic("Order").Partitioner = RecordPartitioner.Murmur2;
        TopicSettings settings = Checked.Contracts([contract], options).Settle(contract);
        Assert.Equal((RecordPartitioner.Murmur2, null), (settings.Partitioner, settings.CustomPartitioner));

        options.Topic("Order").PartitionBy<Zero>();
        settings = Checked.Contracts([contract], options).Settle(contract);
        Assert.Null(settings.Partitioner);
        Assert.Same(CustomPartitioner<Zero>.Instance, settings.CustomPartitioner);
    }

    [Fact]
    public void Prefix_comes_before_every_topic_once()
    {
        Stub<int> contract = new("orders", "Order");
        ContractSet set = Checked.Contracts([contract], new KafkaGenOptions { TopicPrefix = "eu." });

        Assert.Equal("eu.orders", set.Settle(contract).Name);
        Assert.Equal("eu.tenant.orders", set.Settle(contract, "tenant.orders").Name);
        Assert.Equal("eu.orders", set.Settle(contract, "eu.orders").Name);
    }

    [Fact]
    public void Topic_named_at_run_time_has_the_settings_of_its_contract()
    {
        Stub<int> contract = new("orders", "Order") { DeclaredTimeout = 5000 };
        ContractSet set = Checked.Contracts([contract], new KafkaGenOptions());

        Assert.Equal(new TopicSettings("tenant.orders") { MessageTimeoutMs = 5000 }, set.Settle(contract, "tenant.orders"));
    }

    [Theory]
    [InlineData("Order", "Topics:Order:Topic", "same", "compression (Zstd level -1 and the cluster's)")]
    [InlineData("Other", "Topics:Other:Topic", "orders", "compression (the cluster's and Zstd level -1)")]
    public void Contracts_that_meet_on_a_final_name_must_agree(string contract, string key, string value, string expected)
    {
        Stub<int> one = new("orders", "Order") { DeclaredCodec = CompressionCodec.Zstd };
        Stub<long> other = new("same", "Other");

        KafkaContractException error = Assert.Throws<KafkaContractException>(
            () => Checked.Contracts(contract == "Order" ? [other, one] : [one, other], Read((key, value))));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_difference_is_named()
    {
        Stub<int> one = new("orders", "One") { DeclaredTimeout = 5, DeclaredCustom = CustomPartitioner<Zero>.Instance };
        Stub<long> other = new("orders", "Other") { DeclaredPartitioner = RecordPartitioner.Fnv1a };

        KafkaContractException error = Assert.Throws<KafkaContractException>(() => Checked.Contracts([one, other], new KafkaGenOptions()));

        Assert.Contains("partitioner (Fnv1a and Zero), message timeout (the cluster's and 5 ms)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Topics:Order:Codek", "zstd", "Did you mean 'Codec'?")]
    [InlineData("Topics:Order:wibble", "1", "there are Topic, Cluster, Codec,")]
    [InlineData("Topics:Order:linger.ms", "5", "a cluster of its own on the same brokers")]
    [InlineData("Topics:Order:BatchSize", "5", "'batch.size' holds for all topics")]
    [InlineData("Topics:Order:acks", "1", "'acks' holds for all topics")]
    [InlineData("Topics:Order:Codec", "brotli", "one of None, Gzip, Snappy, Lz4, Zstd")]
    [InlineData("Topics:Order:Partitioner", "mine", "one of Random, Consistent,")]
    [InlineData("Topics:Order:MessageTimeoutMs", "soon", "a whole number")]
    [InlineData("Topics:Order:MessageTimeoutMs", "0", "must be 1 to 2147483647 ms")]
    [InlineData("Topics:Order:Compresion", "zstd", "Did you mean 'CompressionType'?")]
    [InlineData("Topics:Order:MessageTimeout", "30", "a duration of the form hh:mm:ss")]
    [InlineData("Topics:Order:CompressionLevel", "3", "no codec of its own")]
    [InlineData("Topics:Order", "zstd", "'Topics:Order' has a value")]
    [InlineData("Topics:Ordr:Codec", "zstd", "Did you mean 'Order'?")]
    [InlineData("Topics:wibble.wobble:Codec", "zstd", "neither the name of a contract nor of a topic")]
    public void Entry_that_cannot_be_used_is_named(string key, string value, string expected)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(
            () => Checked.Contracts([new Stub<int>("orders.created", "Order")], Read((key, value))));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Topics:", error.Option, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "10")]
    [InlineData("snappy", "1")]
    [InlineData("zstd", "0")]
    public void Level_that_the_codec_does_not_have_is_refused(string codec, string level)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => Checked.Contracts(
            [new Stub<int>("orders", "Order")], Read(("Topics:Order:Codec", codec), ("Topics:Order:CompressionLevel", level))));

        Assert.Contains("does not have this level", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Final_name_that_Kafka_does_not_allow_is_refused()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(
            () => Checked.Contracts([new Stub<int>("orders", "Order")], new KafkaGenOptions { TopicPrefix = "my shop." }));

        Assert.Contains("The options make 'my shop.orders'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_timeout_below_the_linger_is_refused_at_the_start()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.Properties["linger.ms"] = "500";
            options.Topic("numbers").MessageTimeout = TimeSpan.FromMilliseconds(400);
        }));

        Assert.Contains("'numbers'", error.Message, StringComparison.Ordinal);
        Assert.Contains("linger.ms", error.Message, StringComparison.Ordinal);
    }

    private static KafkaGenOptions Read(params (string Key, string Value)[] entries)
    {
        KafkaGenOptions options = new();
        OptionsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value))).Build(), options);
        new OptionErrors(options).ThrowIfAny();
        return options;
    }

    private sealed class Zero : IRecordPartitioner
    {
        public static int Partition(ReadOnlySpan<byte> key, int partitionCount) => 0;
    }

    private sealed class Stub<T>(string topic, string name) : KafkaContract<T>
    {
        public override string Topic => topic;

        public override string Name => name;

        public override CompressionCodec? Codec => DeclaredCodec;

        public override int CompressionLevel => DeclaredLevel;

        public override RecordPartitioner? Partitioner => DeclaredPartitioner;

        public override CustomPartitioner? CustomPartitioner => DeclaredCustom;

        public override int? MessageTimeoutMs => DeclaredTimeout;

        public CompressionCodec? DeclaredCodec { get; init; }

        public int DeclaredLevel { get; init; } = -1;

        public RecordPartitioner? DeclaredPartitioner { get; init; }

        public CustomPartitioner? DeclaredCustom { get; init; }

        public int? DeclaredTimeout { get; init; }

        public override void WriteValue(in T message, RecordBuffer output) => output.Write((byte)'0');
    }
}
