using KafkaGen.Configuration;
using KafkaGen.Testing;
using KafkaGen.Tests.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGen.Tests.Configuration;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("linger.mss", "5", "Did you mean 'linger.ms'?")]
    [InlineData("LingerMss", "5", "Did you mean 'LingerMs'?")]
    [InlineData("linger_mss", "5", "Did you mean 'linger.ms'?")]
    [InlineData("lingermss", "5", "Did you mean 'linger.ms'?")]
    [InlineData("Compresion", "zstd", "Did you mean 'CompressionType'?")]
    [InlineData("compresion", "zstd", "Did you mean 'compression.type'?")]
    [InlineData("MaxBlok", "5", "Did you mean 'MaxBlock'?")]
    [InlineData("wibble.wobble", "5", "'wibble.wobble' is not an option")]
    [InlineData("linger.ms", "soon", "'linger.ms' must be a number, not 'soon'.")]
    [InlineData("group.id", "g", "a consumer's property")]
    [InlineData("compression.zstd.level", "3", "compression.level")]
    [InlineData("ssl.keystore.type", "JKS", "PKCS#12")]
    [InlineData("ssl.truststore.type", "JKS", "ssl.ca.location")]
    [InlineData("dotnet.producer.enable.delivery.reports", "false", "EnqueueAsync")]
    [InlineData("EnableBackgroundPoll", "False", "KafkaGen polls by itself")]
    [InlineData("max.block.ms", "-1", "'MaxBlock' must be 0 to 2147483647 ms")]
    [InlineData("max.in.flight", "6", "must be at most 5 while enable.idempotence is true")]
    [InlineData("max.in.flight.requests.per.connection", "6", "must be at most 5 while enable.idempotence is true")]
    [InlineData("retries", "0", "must be at least 1 while enable.idempotence is true")]
    [InlineData("queuing.strategy", "lifo", "must be 'fifo' while enable.idempotence is true")]
    [InlineData("linger.ms", "900001", "'linger.ms' must be 0 to 900000, not '900001'.")]
    [InlineData("ssl.truststore.location", "t.jks", "ssl.ca.location")]
    [InlineData("delivery.report.only.error", "true", "never be acknowledged")]
    [InlineData("acks", "1", "'acks' is '1' but must be 'all' while enable.idempotence is true")]
    [InlineData("Acks", "Leader", "must be 'all' while enable.idempotence is true")]
    [InlineData("queue.buffering.max.messages", "many", "whole number")]
    [InlineData("queue.buffering.max.messages", "0", "'MaxBufferedRecords' must be 1 to 8000000, not '0'.")]
    public void A_property_that_cannot_be_used_is_refused_with_its_name_and_the_fix(string name, string value, string expected)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.Properties[name] = value;
        }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Option);
    }

    [Theory]
    [InlineData("linger.ms=500;message.timeout.ms=400", "'message.timeout.ms' is '400' but must be more than linger.ms")]
    [InlineData("retry.backoff.ms=500;retry.backoff.max.ms=400", "must be at least retry.backoff.ms")]
    [InlineData("acks=all;request.required.acks=all", "'request.required.acks' gives 'acks' a second time")]
    [InlineData("delivery.timeout.ms=5000;message.timeout.ms=5000", "'message.timeout.ms' a second time")]
    [InlineData("MaxBufferedRecords=5;queue.buffering.max.messages=6", "gives 'MaxBufferedRecords' a second time: 6 after 5")]
    [InlineData("buffer.memory=1048576;queue.buffering.max.kbytes=2048", "gives 'BufferMemory' a second time: 2097152 after 1048576")]
    public void Properties_that_contradict_each_other_are_refused_with_the_rule(string properties, string expected)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create("127.0.0.1:1;" + properties));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("buffer.memory", "1048576", "queue.buffering.max.kbytes", "2048", "'queue.buffering.max.kbytes' asks for 2097152 and 'buffer.memory' for 1048576")]
    [InlineData("max.block.ms", "5000", "MaxBlock", "00:00:06", "'MaxBlock' asks for 00:00:06 and 'max.block.ms' for 00:00:05")]
    public void Names_of_one_option_that_ask_for_different_values_are_refused(string first, string one, string second, string other, string expected)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.Properties[first] = one;
            options.Properties[second] = other;
        }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_name_that_contradicts_an_option_is_told_once()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.BufferMemory = 4194304;
            options.Properties["buffer.memory"] = "1048576";
            options.Properties["queue.buffering.max.kbytes"] = "2048";
        }));

        Assert.Equal(["buffer.memory", "queue.buffering.max.kbytes"], error.Errors.Select(one => one.Option).Order(StringComparer.Ordinal));
        Assert.All(error.Errors, one => Assert.Contains("'BufferMemory' for 4194304", one.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_one_option_that_ask_for_the_same_are_taken()
    {
        KafkaGenOptions options = new() { BootstrapServers = "127.0.0.1:1" };
        options.Properties["buffer.memory"] = "1048576";
        options.Properties["queue.buffering.max.kbytes"] = "1024";

        Assert.Equal(1048576, Checked.Settings(options).BufferMemory);
    }

    [Theory]
    [InlineData("enable.idempotence=false;acks=1;max.in.flight=1000;retries=0")]
    [InlineData("enable.idempotence=0;Acks=None")]
    [InlineData("acks=-1;max.in.flight=5;retries=1")]
    [InlineData("Acks=All;CompressionType=Zstd;Partitioner=ConsistentRandom;BrokerAddressFamily=V4;SecurityProtocol=Plaintext")]
    [InlineData("ssl.keystore.type=PKCS12;send.buffer.bytes=131072;max.request.size=2000000;max.block.ms=1000;buffer.memory=33554432")]
    [InlineData("queue.buffering.max.kbytes=1024;BufferMemory=1048576")]
    public void Properties_that_go_together_are_taken(string properties)
    {
        using KafkaGenClient client = KafkaGenClient.Create("127.0.0.1:1;WarmUp=false;" + properties);
        Assert.NotNull(client);
    }

    [Fact]
    public void Names_of_the_Java_client_set_what_they_mean()
    {
        KafkaGenOptions options = new() { BootstrapServers = "127.0.0.1:1" };
        options.Properties["buffer.memory"] = "33554432";
        options.Properties["max.block.ms"] = "1500";
        options.Properties["max.request.size"] = "2000000";
        options.Properties["delivery.timeout.ms"] = "7000";

        SenderSettings settings = Checked.Settings(options);

        Assert.Equal((33554432, TimeSpan.FromMilliseconds(1500)), (settings.BufferMemory, settings.MaxBlock));
        Assert.Equal((2000000, 7000), (settings.MessageMaxBytes, settings.MessageTimeoutMs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("localhost:9092,")]
    [InlineData("localhost:port")]
    [InlineData("localhost:0")]
    [InlineData("localhost:99999")]
    [InlineData(":9092")]
    public void Malformed_brokers_are_refused(string servers)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(
            () => KafkaGenClient.Create(options => options.BootstrapServers = servers));

        Assert.Equal("BootstrapServers", error.Option);
    }

    [Fact]
    public void A_property_given_in_both_spellings_is_refused()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.Properties["linger.ms"] = "5";
            options.Properties["LingerMs"] = "7";
        }));

        Assert.Contains("given twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OAuth_without_a_source_of_tokens_is_refused_with_the_ways_to_get_them()
    {
        KafkaConfigurationException refused = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:9";
            options.Properties["security.protocol"] = "SASL_SSL";
            options.Properties["sasl.mechanism"] = "OAUTHBEARER";
        }));

        Assert.Contains("OAuthBearerTokenProvider", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sasl.oauthbearer.method=oidc", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_provider_for_another_mechanism_is_refused()
    {
        KafkaConfigurationException refused = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:9";
            options.Properties["sasl.mechanism"] = "SCRAM-SHA-512";
            options.OAuthBearerTokenProvider = _ => throw new InvalidOperationException();
        }));

        Assert.Contains("sasl.mechanism is 'SCRAM-SHA-512': set it to OAUTHBEARER", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_not_shown_when_its_property_is_refused()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.Properties["security.protocol"] = "ssl";
            options.Properties["ssl.key.pem"] = "hunter2";
        }));

        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_takes_both_spellings_and_code_has_the_last_word()
    {
        await using EmbeddedKafka kafka = EmbeddedKafka.Start(brokers: 1);
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Kafka:BootstrapServers"] = kafka.BootstrapServers,
                ["Kafka:LingerMs"] = "1",
                ["Kafka:message.timeout.ms"] = "5000",
                ["Kafka:MaxBlock"] = "00:00:02",
                ["Kafka:BufferMemory"] = "1048576",
                ["Kafka:MaxBufferedRecords"] = "10",
                ["Kafka:FlushTimeout"] = "00:00:01",
                ["Kafka:WarmUp"] = "false",
                ["Kafka:Properties:client.id"] = "from-properties",
            })
            .Build();
        KafkaGenOptions? seen = null;
        await using ServiceProvider provider = new ServiceCollection()
            .AddKafkaGen(configuration.GetSection("Kafka"), options =>
            {
                options.MaxBufferedRecords = 20;
                seen = options;
            })
            .BuildServiceProvider();

        await provider.GetRequiredService<ITopicProducer<Number>>().ProduceAsync(new Number("a", 1), TestContext.Current.CancellationToken);

        Assert.NotNull(seen);
        Assert.Equal(TimeSpan.FromSeconds(2), seen.MaxBlock);
        Assert.Equal(1048576, seen.BufferMemory);
        Assert.Equal(20, seen.MaxBufferedRecords);
        Assert.Equal(TimeSpan.FromSeconds(1), seen.FlushTimeout);
        Assert.False(seen.WarmUp);
        Assert.Equal("from-properties", seen.Properties["client.id"]);
    }

    [Theory]
    [InlineData("Kafka:MaxBlock", "60", "hh:mm:ss")]
    [InlineData("Kafka:BufferMemory", "64MB", "whole number")]
    [InlineData("Kafka:WarmUp", "maybe", "true or false")]
    [InlineData("Kafka:Producer:LingerMs", "5", "'Kafka:Producer' is a section")]
    [InlineData("Kafka:LingrMs", "5", "'Kafka:LingrMs' is not an option of KafkaGen or a property of librdkafka's producer. Did you mean 'LingerMs'?")]
    public void A_configuration_entry_that_cannot_be_used_is_named(string key, string value, string expected)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Kafka:BootstrapServers"] = "127.0.0.1:1", [key] = value })
            .Build();
        using ServiceProvider provider = new ServiceCollection().AddKafkaGen(configuration.GetSection("Kafka")).BuildServiceProvider();

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(provider.GetRequiredService<KafkaGenClient>);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_works_in_code_and_in_configuration()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        await using EmbeddedKafka kafka = EmbeddedKafka.Start(brokers: 1);
        string connectionString = $"{kafka.BootstrapServers};linger.ms=1;MaxBlock=00:00:05";
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:kafka"] = connectionString })
            .Build();

        await using ServiceProvider byConfiguration = new ServiceCollection()
            .AddKafkaGen(configuration.GetSection("ConnectionStrings:kafka")).BuildServiceProvider();
        await using ServiceProvider byCode = new ServiceCollection().AddKafkaGen(connectionString).BuildServiceProvider();
        await using KafkaGenClient alone = KafkaGenClient.Create(connectionString);

        await byConfiguration.GetRequiredService<ITopicProducer<Number>>().ProduceAsync(new Number("a", 1), cancelled);
        await byCode.GetRequiredService<ITopicProducer<Number>>().ProduceAsync(new Number("a", 2), cancelled);
        await alone.GetProducer<Number>().ProduceAsync(new Number("a", 3), cancelled);
    }
}
