using System.Collections.Concurrent;
using System.Globalization;
using KafkaGen.Native;

namespace KafkaGen.KafkaTests.Security;

/// <summary>A way to connect.</summary>
/// <param name="Name">Its row in the matrix of docs/security.md.</param>
/// <param name="Listener">Where it connects to.</param>
/// <param name="Configure">How.</param>
/// <param name="Reason">What the exception has to say; <see langword="null"/> when the record is delivered.</param>
internal sealed record SecurityCase(string Name, string Listener, Action<KafkaGenOptions, SecuredKafka> Configure, string? Reason = null)
{
    /// <summary>Within which a case that is refused has to fail.</summary>
    public static TimeSpan MessageTimeout { get; } = TimeSpan.FromSeconds(8);

    public const string WrongPassword = "last-weeks-secret";

    /// <summary>The tokens that were made, which no log may show.</summary>
    public static ConcurrentQueue<string> Tokens { get; } = [];

    public string Topic { get; init; } = SecuredKafka.Open;

    public KafkaErrorCode Code { get; init; } = KafkaErrorCode.LocalMsgTimedOut;

    public static IReadOnlyList<SecurityCase> All { get; } =
    [
        new("TLS", "TLS", Tls),
        new("mutual TLS", "MUTUAL", static (options, kafka) => Mutual(options, kafka, kafka.Client)),
        new("PLAIN over TLS", "SASL", static (options, kafka) => Sasl(options, kafka, "PLAIN", "alice", SecuredKafka.PlainPassword)),
        new("SCRAM-SHA-512 over TLS", "SASL", static (options, kafka) => Sasl(options, kafka, "SCRAM-SHA-512", "carol", SecuredKafka.ScramPassword),
            LibrdkafkaResolver.HasScramDefect ? "use 2.6.1 or newer" : null),
        new("OAuth token over TLS", "SASL", static (options, kafka) => OAuth(options, kafka, stated: TimeSpan.FromHours(1))),

        new("unknown authority", "TLS", static (options, kafka) =>
        {
            Tls(options, kafka);
            options.Properties["ssl.ca.location"] = kafka.NotTrusted;
        }, "not signed by an authority"),
        new("expired certificate of the broker", "EXPIRED", Tls, "it has expired"),
        new("host name mismatch", "ELSEWHERE", Tls, "host name mismatch"),
        new("no client certificate", "MUTUAL", Tls, "alert bad certificate"),
        new("expired client certificate", "MUTUAL", static (options, kafka) => Mutual(options, kafka, kafka.ExpiredClient), "alert certificate"),
        new("no TLS where TLS is spoken", "TLS", static (_, _) => { }, "security.protocol"),
        new("wrong password, PLAIN", "SASL", static (options, kafka) => Sasl(options, kafka, "PLAIN", "alice", WrongPassword), "uthentication failed"),
        new("wrong password, SCRAM-SHA-512", "SASL", static (options, kafka) => Sasl(options, kafka, "SCRAM-SHA-512", "carol", WrongPassword), "uthentication failed"),
        new("mechanism that the broker does not have", "SASL", static (options, kafka) => Sasl(options, kafka, "SCRAM-SHA-256", "carol", WrongPassword), "SCRAM-SHA-256"),
        new("OAuth token that the broker refuses", "SASL", static (options, kafka) => OAuth(options, kafka, stated: TimeSpan.FromMinutes(-30)), "invalid_token"),
        new("topic that the user may not write to", "SASL", static (options, kafka) => Sasl(options, kafka, "PLAIN", "alice", SecuredKafka.PlainPassword), "may not write")
        {
            Topic = SecuredKafka.Forbidden,
            Code = KafkaErrorCode.TopicAuthorizationFailed,
        },
    ];

    /// <summary>Settings that all cases have, for a client whose librdkafka tells the log all it knows.</summary>
    public void Apply(KafkaGenOptions options, SecuredKafka kafka)
    {
        options.BootstrapServers = kafka.ServersOf(Listener);
        options.Properties["broker.address.family"] = "v4";
        TimeSpan timeout = Reason is null ? TimeSpan.FromSeconds(30) : MessageTimeout;
        options.Properties["message.timeout.ms"] = timeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        options.Properties["debug"] = "all";

        // It blocks a thread of the pool while nothing connects: with all cases at once there would be none left for the proxy.
        options.WarmUp = false;
        Configure(options, kafka);
    }

    private static void Tls(KafkaGenOptions options, SecuredKafka kafka)
    {
        options.Properties["security.protocol"] = "SSL";
        options.Properties["ssl.ca.location"] = kafka.Trusted;
    }

    private static void Mutual(KafkaGenOptions options, SecuredKafka kafka, Identity client)
    {
        Tls(options, kafka);
        options.Properties["ssl.certificate.location"] = client.Certificates;
        options.Properties["ssl.key.pem"] = File.ReadAllText(client.Key);
        if (client == kafka.Client)
        {
            return;
        }

        options.Properties.Remove("ssl.key.pem");
        options.Properties["ssl.key.location"] = client.Key;
    }

    private static void Sasl(KafkaGenOptions options, SecuredKafka kafka, string mechanism, string user, string password)
    {
        Tls(options, kafka);
        options.Properties["security.protocol"] = "SASL_SSL";
        options.Properties["sasl.mechanism"] = mechanism;
        options.Properties["sasl.username"] = user;
        options.Properties["sasl.password"] = password;
    }

    private static void OAuth(KafkaGenOptions options, SecuredKafka kafka, TimeSpan stated)
    {
        Tls(options, kafka);
        options.Properties["security.protocol"] = "SASL_SSL";
        options.Properties["sasl.mechanism"] = "OAUTHBEARER";
        options.OAuthBearerTokenProvider = _ =>
        {
            OAuthBearerToken token = UnsecuredToken.For(TimeSpan.FromHours(1), stated);
            Tokens.Enqueue(token.Value);
            return ValueTask.FromResult(token);
        };
    }
}
