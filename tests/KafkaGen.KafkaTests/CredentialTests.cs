using System.Collections.Concurrent;
using KafkaGen.KafkaTests.Security;
using KafkaGen.Native;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaGen.KafkaTests;

/// <summary>Tokens and passwords that come, expire and change while the client runs.</summary>
public sealed class CredentialTests(SecuredNode node)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_come_from_the_application_and_are_renewed_before_they_expire()
    {
        SecuredKafka kafka = await node.GetAsync();
        ConcurrentQueue<string> asked = [];
        TaskCompletionSource renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = KafkaGenClient.Create(options =>
        {
            Configure(options, kafka, "OAUTHBEARER");
            options.OAuthBearerTokenProvider = _ =>
            {
                asked.Enqueue(Thread.CurrentThread.Name ?? "");
                if (asked.Count == 2)
                {
                    renewed.SetResult();
                }

                return ValueTask.FromResult(UnsecuredToken.For(TimeSpan.FromSeconds(5)));
            };
        });

        RecordMetadata at = await client.GetProducer<Credentialed>().ProduceAsync(new Credentialed(1), Cancelled);
        await renewed.Task.WaitAsync(s_bound, Cancelled);

        Assert.True(at.Offset >= 0);
        Assert.DoesNotContain(asked, thread => thread.Contains("delivery", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_provider_that_throws_is_named_by_the_record_and_by_the_log()
    {
        SecuredKafka kafka = await node.GetAsync();
        CapturedLog lines = new();
        await using var client = KafkaGenClient.Create(options =>
        {
            Configure(options, kafka, "OAUTHBEARER");
            options.Properties["message.timeout.ms"] = "3000";
            options.LoggerFactory = lines;
            options.OAuthBearerTokenProvider = _ => throw new InvalidOperationException("the authorization server is away");
        });

        ProduceException failed = await Assert.ThrowsAsync<ProduceException>(
            async () => await client.GetProducer<Credentialed>().ProduceAsync(new Credentialed(1), Cancelled));

        Assert.Equal((KafkaErrorCode.LocalMsgTimedOut, RecordPersistence.NotPersisted), (failed.Code, failed.Status));
        Assert.Contains("the authorization server is away", failed.Reason, StringComparison.Ordinal);
        await client.DisposeAsync();
        Assert.Contains(lines.All, line => line.Contains("There is no OAuth token", StringComparison.Ordinal)
            && line.Contains("the authorization server is away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_that_is_changed_while_running_lets_waiting_records_through()
    {
        const string Wrong = "last-weeks-secret";
        SecuredKafka kafka = await node.GetAsync();
        CapturedLog lines = new();
        await using var client = KafkaGenClient.Create(options =>
        {
            Configure(options, kafka, "PLAIN");
            options.Properties["sasl.username"] = "alice";
            options.Properties["sasl.password"] = Wrong;
            options.LoggerFactory = lines;
        });

        Task<RecordMetadata> answer = client.GetProducer<Credentialed>().ProduceAsync(new Credentialed(1), Cancelled).AsTask();
        await lines.Seen("uthentication fail").WaitAsync(s_bound, Cancelled);
        Assert.False(answer.IsCompleted);
        client.SetSaslCredentials("alice", SecuredKafka.PlainPassword);

        Assert.True((await answer.WaitAsync(s_bound, Cancelled)).Offset >= 0);
        await client.DisposeAsync();
        Assert.DoesNotContain(lines.All, line => line.Contains(Wrong, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_that_changes_in_the_configuration_lets_waiting_records_through()
    {
        SecuredKafka kafka = await node.GetAsync();
        CapturedLog lines = new();
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Kafka:SaslUsername", "alice"), new("Kafka:SaslPassword", "last-weeks-secret")]).Build();
        await using ServiceProvider provider = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(lines)
            .AddKafkaGen(configuration.GetSection("Kafka"), options => Configure(options, kafka, "PLAIN"))
            .BuildServiceProvider();

        Task<RecordMetadata> answer = provider.GetRequiredService<ITopicProducer<Credentialed>>().ProduceAsync(new Credentialed(1), Cancelled).AsTask();
        await lines.Seen("uthentication fail").WaitAsync(s_bound, Cancelled);
        Assert.False(answer.IsCompleted);
        configuration["Kafka:SaslPassword"] = SecuredKafka.PlainPassword;
        configuration.Reload();

        Assert.True((await answer.WaitAsync(s_bound, Cancelled)).Offset >= 0);
    }

    [Fact]
    public async Task A_password_that_the_broker_changes_while_records_flow_costs_none_of_them()
    {
        const string Next = "daves-next-secret";
        const int Waiting = 200;
        Assert.SkipWhen(LibrdkafkaResolver.HasScramDefect, "librdkafka before 2.6.1 cannot do SCRAM with Kafka 4 (librdkafka issue 4895).");
        SecuredKafka kafka = await node.GetAsync();
        CapturedLog lines = new();
        await using var client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.ServersOf("SASL");
            options.Properties["broker.address.family"] = "v4";
            options.Properties["security.protocol"] = "SASL_SSL";
            options.Properties["ssl.ca.location"] = kafka.Trusted;
            options.Properties["sasl.mechanism"] = "SCRAM-SHA-512";
            options.Properties["sasl.username"] = "dave";
            options.Properties["sasl.password"] = SecuredKafka.RotatedPassword;
            options.LoggerFactory = lines;
        });
        ITopicProducer<Credentialed> producer = client.GetProducer<Credentialed>();
        await producer.ProduceAsync(new Credentialed(0), Cancelled);

        await kafka.Cluster.RunToolAsync(
            "kafka-configs.sh", "--bootstrap-server", kafka.Cluster.BootstrapServers, "--alter", "--entity-type", "users", "--entity-name", "dave",
            "--add-config", $"SCRAM-SHA-512=[password={Next}]");
        RecordMetadata onTheOldConnection = await producer.ProduceAsync(new Credentialed(0), Cancelled);
        kafka.SaslProxy.Reset();
        Task<RecordMetadata>[] answers =
            [.. Enumerable.Range(1, Waiting).Select(id => producer.ProduceAsync(new Credentialed(id), Cancelled).AsTask())];
        await lines.Seen("uthentication fail").WaitAsync(s_bound, Cancelled);
        Assert.DoesNotContain(answers, answer => answer.IsCompleted);
        client.SetSaslCredentials("dave", Next);
        RecordMetadata[] places = await Task.WhenAll(answers).WaitAsync(s_bound, Cancelled);

        Assert.True(onTheOldConnection.Offset >= 0);
        Assert.Equal(Waiting, places.Select(place => (place.Partition, place.Offset)).Distinct().Count());
        await client.DisposeAsync();
        Assert.All((string[])[SecuredKafka.RotatedPassword, Next], secret =>
            Assert.DoesNotContain(lines.All, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    private static void Configure(KafkaGenOptions options, SecuredKafka kafka, string mechanism)
    {
        options.BootstrapServers = kafka.ServersOf("SASLPLAINTEXT");
        options.Properties["broker.address.family"] = "v4";
        options.Properties["security.protocol"] = "SASL_PLAINTEXT";
        options.Properties["sasl.mechanism"] = mechanism;
    }
}

[KafkaTopic("credentials.records")]
public sealed record Credentialed([PartitionKey] int Id);
