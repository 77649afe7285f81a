using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.ApplicationCode;

/// <summary>Token providers that do not answer. No broker is needed: a token is asked for before the first connection.</summary>
[Trait("Speed", "Slow")]
public sealed class TokenProviderTests
{
    private const int TokenFailed = 1009;
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_does_not_answer_is_named_by_the_log_and_by_the_record_and_its_token_is_cancelled(bool blocks)
    {
        using ManualResetEventSlim ever = new();
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RecordedLog log = new();
        await using KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            Configure(options);
            options.LoggerFactory = log;
            options.OAuthBearerTokenTimeout = TimeSpan.FromSeconds(1);
            options.OAuthBearerTokenProvider = token =>
            {
                token.Register(cancelled.SetResult);
                if (blocks)
                {
                    ever.Wait(CancellationToken.None);
                }

                return new ValueTask<OAuthBearerToken>(new TaskCompletionSource<OAuthBearerToken>().Task);
            };
        });

        Task<RecordMetadata> answer = client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled).AsTask();
        await log.WaitForAsync(TokenFailed).WaitAsync(s_bound, Cancelled);
        ProduceException error = await Assert.ThrowsAsync<ProduceException>(() => answer.WaitAsync(s_bound, Cancelled));

        Assert.Contains("OAuthBearerTokenProvider has not answered for", error.Reason, StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.EventId == TokenFailed && line.Text.Contains("OAuthBearerTokenProvider has not answered for 1 s", StringComparison.Ordinal));
        await cancelled.Task.WaitAsync(s_bound, Cancelled);
        await client.DisposeAsync().AsTask().WaitAsync(s_bound, Cancelled);
        ever.Set();
    }

    [Fact]
    public async Task A_record_that_fails_before_the_bound_names_the_provider_all_the_same()
    {
        await using KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            Configure(options);
            options.OAuthBearerTokenProvider = _ => new ValueTask<OAuthBearerToken>(new TaskCompletionSource<OAuthBearerToken>().Task);
        });

        ProduceException error = await Assert.ThrowsAsync<ProduceException>(
            () => client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled).AsTask().WaitAsync(s_bound, Cancelled));

        Assert.Contains("OAuthBearerTokenProvider has not answered for", error.Reason, StringComparison.Ordinal);
    }

    private static void Configure(KafkaGenOptions options)
    {
        options.BootstrapServers = "127.0.0.1:1";
        options.FlushTimeout = TimeSpan.Zero;
        options.Properties["security.protocol"] = "SASL_PLAINTEXT";
        options.Properties["sasl.mechanism"] = "OAUTHBEARER";
        options.Properties["message.timeout.ms"] = "3000";
    }
}
