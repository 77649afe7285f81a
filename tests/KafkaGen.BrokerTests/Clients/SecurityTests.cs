using System.Text;
using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Logins and TLS, with Confluent.Kafka's producer.</summary>
public sealed class SecurityTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SaslMechanism.Plain, false)]
    [InlineData(SaslMechanism.ScramSha256, false)]
    [InlineData(SaslMechanism.ScramSha512, false)]
    [InlineData(SaslMechanism.ScramSha512, true)]
    public async Task A_user_logs_in_and_produces(SaslMechanism mechanism, bool tls)
    {
        await using EmbeddedKafka kafka = Start(tls);
        using IProducer<string, string> producer = Producer(kafka, mechanism, "secret");

        DeliveryResult<string, string> stored = await producer.ProduceAsync("t", new Message<string, string> { Value = "v" }, Cancelled).WaitAsync(s_bound, Cancelled);

        Assert.Equal(PersistenceStatus.Persisted, stored.Status);
    }

    [Theory]
    [InlineData(SaslMechanism.Plain)]
    [InlineData(SaslMechanism.ScramSha256)]
    public async Task A_wrong_password_is_refused(SaslMechanism mechanism)
    {
        await using EmbeddedKafka kafka = Start(tls: false);
        TaskCompletionSource<Error> refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IProducer<string, string> producer = Producer(kafka, mechanism, "guess", error =>
        {
            if (error.Code == ErrorCode.Local_Authentication)
            {
                refused.TrySetResult(error);
            }
        });

        Assert.NotNull(await refused.Task.WaitAsync(s_bound, Cancelled));
    }

    [Fact]
    public async Task A_token_without_a_signature_logs_in()
    {
        await using var kafka = EmbeddedKafka.Start(options =>
        {
            options.Brokers = 1;
            options.AcceptToken = token => EmbeddedKafka.UnsecuredTokenSubject(token) is "alice" ? "alice" : null;
        });
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            SecurityProtocol = SecurityProtocol.SaslPlaintext,
            SaslMechanism = SaslMechanism.OAuthBearer,
        }).SetOAuthBearerTokenRefreshHandler((client, _) =>
        {
            string claims = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"sub":"alice"}""")).TrimEnd('=');
            client.OAuthBearerSetToken($"e30.{claims}.", DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds(), "alice");
        }).SetLogHandler((_, _) => { }).Build();

        Assert.Equal(
            PersistenceStatus.Persisted,
            (await producer.ProduceAsync("t", new Message<string, string> { Value = "v" }, Cancelled).WaitAsync(s_bound, Cancelled)).Status);
    }

    [Fact]
    public async Task A_client_that_does_not_log_in_is_closed_and_told_of_in_the_log()
    {
        TaskCompletionSource<string> logged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<Error> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var kafka = EmbeddedKafka.Start(options =>
        {
            options.Brokers = 1;
            options.Users["alice"] = "secret";
            options.Log = message => logged.TrySetResult(message);
        });
        using IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => closed.TrySetResult(error)).Build();
        producer.Produce("t", new Message<string, string> { Value = "v" });

        Assert.Contains("before the client had authenticated", await logged.Task.WaitAsync(s_bound, Cancelled), StringComparison.Ordinal);
        Assert.True((await closed.Task.WaitAsync(s_bound, Cancelled)).IsLocalError);
        Assert.Empty(kafka.ReadRecords("t"));
    }

    [Fact]
    public async Task A_topic_that_a_user_may_not_write_is_refused()
    {
        await using EmbeddedKafka kafka = Start(tls: false);
        kafka.CreateTopic("secrets", 1);
        using IDisposable denial = kafka.DenyTopic("secrets", "alice");
        using IProducer<string, string> producer = Producer(kafka, SaslMechanism.Plain, "secret");

        ProduceException<string, string> refused = await Assert.ThrowsAsync<ProduceException<string, string>>(
            () => producer.ProduceAsync("secrets", new Message<string, string> { Value = "v" }, Cancelled).WaitAsync(s_bound, Cancelled));

        Assert.Equal(ErrorCode.TopicAuthorizationFailed, refused.Error.Code);
    }

    private static EmbeddedKafka Start(bool tls) => EmbeddedKafka.Start(options =>
    {
        options.Brokers = 1;
        options.UseTls = tls;
        options.Users["alice"] = "secret";
    });

    private static IProducer<string, string> Producer(EmbeddedKafka kafka, SaslMechanism mechanism, string password, Action<Error>? onError = null) =>
        new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            SecurityProtocol = kafka.CertificatePem is null ? SecurityProtocol.SaslPlaintext : SecurityProtocol.SaslSsl,
            SslCaPem = kafka.CertificatePem,
            SaslMechanism = mechanism,
            SaslUsername = "alice",
            SaslPassword = password,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => onError?.Invoke(error)).Build();
}
