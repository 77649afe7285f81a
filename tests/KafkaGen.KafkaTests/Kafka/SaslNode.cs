namespace KafkaGen.KafkaTests.Kafka;

/// <summary>One node whose clients must authenticate: as <c>alice</c> by PLAIN, or by an unsecured OAuth token.</summary>
public sealed class SaslNode : IAsyncDisposable
{
    internal const string Password = "this-weeks-secret";

    // The listener keeps its name, and with it its place in the fixture's files, but speaks SASL.
    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["listener.security.protocol.map"] = "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        ["sasl.enabled.mechanisms"] = "PLAIN,OAUTHBEARER",
        ["sasl.mechanism.inter.broker.protocol"] = "PLAIN",
        ["listener.name.plaintext.plain.sasl.jaas.config"] =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\"broker\" " +
            $"user_broker=\"broker\" user_alice=\"{Password}\";",
        ["listener.name.plaintext.oauthbearer.sasl.jaas.config"] =
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\";",
    };

    private readonly object _gate = new();
    private Task<KafkaCluster>? _cluster;

    /// <summary>The node; skips the test where there is no Kafka.</summary>
    internal Task<KafkaCluster> GetAsync()
    {
        lock (_gate)
        {
            return _cluster ??= KafkaCluster.StartAsync(nodes: 1, s_settings, own: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { IsCompletedSuccessfully: true } started)
        {
            await (await started).DisposeAsync();
        }
    }
}
