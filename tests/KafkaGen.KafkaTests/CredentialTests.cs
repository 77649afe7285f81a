using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using KafkaGen.KafkaTests.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaGen.KafkaTests;

/// <summary>Tokens and passwords that come, expire and change while the client runs.</summary>
public sealed class CredentialTests(SaslNode node) : IClassFixture<SaslNode>
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_come_from_the_application_and_are_renewed_before_they_expire()
    {
        KafkaCluster kafka = await node.GetAsync();
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

                return ValueTask.FromResult(Token(TimeSpan.FromSeconds(5)));
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
        KafkaCluster kafka = await node.GetAsync();
        Lines lines = new();
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
        KafkaCluster kafka = await node.GetAsync();
        Lines lines = new();
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
        client.SetSaslCredentials("alice", SaslNode.Password);

        Assert.True((await answer.WaitAsync(s_bound, Cancelled)).Offset >= 0);
        await client.DisposeAsync();
        Assert.DoesNotContain(lines.All, line => line.Contains(Wrong, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_that_changes_in_the_configuration_lets_waiting_records_through()
    {
        KafkaCluster kafka = await node.GetAsync();
        Lines lines = new();
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Kafka:SaslUsername", "alice"), new("Kafka:SaslPassword", "last-weeks-secret")]).Build();
        await using ServiceProvider provider = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(lines)
            .AddKafkaGen(configuration.GetSection("Kafka"), options => Configure(options, kafka, "PLAIN"))
            .BuildServiceProvider();

        Task<RecordMetadata> answer = provider.GetRequiredService<ITopicProducer<Credentialed>>().ProduceAsync(new Credentialed(1), Cancelled).AsTask();
        await lines.Seen("uthentication fail").WaitAsync(s_bound, Cancelled);
        Assert.False(answer.IsCompleted);
        configuration["Kafka:SaslPassword"] = SaslNode.Password;
        configuration.Reload();

        Assert.True((await answer.WaitAsync(s_bound, Cancelled)).Offset >= 0);
    }

    private static void Configure(KafkaGenOptions options, KafkaCluster kafka, string mechanism)
    {
        options.BootstrapServers = kafka.BootstrapServers;
        options.Properties["security.protocol"] = "SASL_PLAINTEXT";
        options.Properties["sasl.mechanism"] = mechanism;
    }

    // An unsecured JSON web token, which a broker in test mode accepts.
    private static OAuthBearerToken Token(TimeSpan lifetime)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        DateTimeOffset expires = now + lifetime;
        string claims = string.Create(
            CultureInfo.InvariantCulture, $$"""{"sub":"alice","iat":{{now.ToUnixTimeSeconds()}},"exp":{{expires.ToUnixTimeSeconds()}}}""");
        return new OAuthBearerToken
        {
            Value = $"{Base64Url("""{"alg":"none"}""")}.{Base64Url(claims)}.",
            Expires = expires,
            Principal = "alice",
        };
    }

    private static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // A log that tells when a text has come.
    private sealed class Lines : ILoggerFactory, ILogger
    {
        private readonly ConcurrentQueue<string> _all = [];
        private readonly ConcurrentQueue<(string Text, TaskCompletionSource Seen)> _awaited = [];

        public IReadOnlyCollection<string> All => _all;

        public Task Seen(string text)
        {
            TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Enqueue((text, seen));
            foreach (string line in _all)
            {
                Match(line);
            }

            return seen.Task;
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        IDisposable? ILogger.BeginScope<TState>(TState state) => null;

        bool ILogger.IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string line = formatter(state, exception);
            _all.Enqueue(line);
            Match(line);
        }

        private void Match(string line)
        {
            foreach ((string text, TaskCompletionSource seen) in _awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    seen.TrySetResult();
                }
            }
        }
    }
}

[KafkaTopic("credentials.records")]
public sealed record Credentialed([PartitionKey] int Id);
