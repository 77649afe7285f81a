using Confluent.Kafka.Admin;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests.Security;

/// <summary>A node that speaks TLS and SASL, each in several ways, with certificates of an authority that is made for it.</summary>
internal sealed class SecuredKafka : IAsyncDisposable
{
    /// <summary>Topics: one that everyone may write to, and one that only <c>mallory</c> may.</summary>
    public const string Open = "secured", Forbidden = "secured.forbidden";

    /// <summary>Of <c>alice</c>, by PLAIN.</summary>
    public const string PlainPassword = "this-weeks-secret";

    /// <summary>Of <c>carol</c>, by SCRAM.</summary>
    public const string ScramPassword = "carols-secret";

    /// <summary>Of <c>dave</c>, by SCRAM; a test changes it.</summary>
    public const string RotatedPassword = "daves-first-secret";

    private static readonly string[] s_listeners = ["TLS", "MUTUAL", "SASL", "SASLPLAINTEXT", "EXPIRED", "ELSEWHERE"];

    private readonly string _folder;
    private readonly Dictionary<string, KafkaListener> _listeners;
    private readonly Authority _authority;
    private readonly Authority _stranger;
    private LoopbackProxy? _saslProxy;
    private KafkaCluster? _cluster;

    private SecuredKafka()
    {
        _folder = Directory.CreateTempSubdirectory("kafkagen-certificates-").FullName;
        _authority = new Authority(_folder, "authority");
        _stranger = new Authority(_folder, "stranger");
        Client = _authority.Issue("client");
        ExpiredClient = _authority.Issue("client", isExpired: true);
        int[] ports = LoopbackPorts.Take(s_listeners.Length + 1);
        _listeners = s_listeners
            .Select((name, index) => new KafkaListener(name, ProtocolOf(name), ports[index], name == "SASL" ? ports[^1] : ports[index]))
            .ToDictionary(listener => listener.Name);
    }

    public Identity Client { get; }

    public Identity ExpiredClient { get; }

    /// <summary>The certificate that clients are to trust, and one that did not sign any of the node's.</summary>
    public string Trusted => _authority.File;

    public string NotTrusted => _stranger.File;

    /// <summary>The node for the test's own means, which need no password.</summary>
    public KafkaCluster Cluster => _cluster!;

    /// <summary>What stands before the listener SASL.</summary>
    public LoopbackProxy SaslProxy => _saslProxy!;

    public static async Task<SecuredKafka> StartAsync()
    {
        SecuredKafka secured = new();
        try
        {
            secured._cluster = await KafkaCluster.StartAsync(
                settings: secured.Settings(),
                own: true,
                listeners: [.. secured._listeners.Values],
                formatted:
                [
                    "--add-scram", $"SCRAM-SHA-512=[name=carol,password={ScramPassword}]",
                    "--add-scram", $"SCRAM-SHA-512=[name=dave,password={RotatedPassword}]",
                ]);
            KafkaListener sasl = secured._listeners["SASL"];
            secured._saslProxy = LoopbackProxy.Start(sasl.AdvertisedPort, sasl.Port);
            await secured.Cluster.CreateNamedTopicAsync(Open, partitions: 1);
            await secured.Cluster.CreateNamedTopicAsync(Forbidden, partitions: 1);
            await secured.ForbidAsync();
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    public string ServersOf(string listener) => $"localhost:{_listeners[listener].AdvertisedPort}";

    public async ValueTask DisposeAsync()
    {
        if (_saslProxy is not null)
        {
            await _saslProxy.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _authority.Dispose();
        _stranger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ProtocolOf(string listener) => listener switch
    {
        "SASL" => "SASL_SSL",
        "SASLPLAINTEXT" => "SASL_PLAINTEXT",
        _ => "SSL",
    };

    private Dictionary<string, string> Settings()
    {
        Dictionary<string, string> settings = new()
        {
            ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            ["super.users"] = "User:ANONYMOUS",
            ["allow.everyone.if.no.acl.found"] = "true",
            ["sasl.enabled.mechanisms"] = "PLAIN,SCRAM-SHA-512,OAUTHBEARER",
            ["ssl.truststore.type"] = "PEM",
            ["ssl.truststore.location"] = _authority.File,
            ["ssl.keystore.type"] = "PEM",
            ["listener.name.mutual.ssl.client.auth"] = "required",
        };
        Identity here = _authority.Issue("localhost");
        foreach (string listener in s_listeners)
        {
            Identity identity = listener switch
            {
                "EXPIRED" => _authority.Issue("localhost", isExpired: true),
                "ELSEWHERE" => _authority.Issue("elsewhere.example"),
                _ => here,
            };
            settings[$"listener.name.{listener.ToLowerInvariant()}.ssl.keystore.location"] = identity.Store;
        }

        foreach (string listener in (string[])["sasl", "saslplaintext"])
        {
            settings[$"listener.name.{listener}.plain.sasl.jaas.config"] =
                $"org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=\"{PlainPassword}\";";
            settings[$"listener.name.{listener}.scram-sha-512.sasl.jaas.config"] =
                "org.apache.kafka.common.security.scram.ScramLoginModule required;";
            settings[$"listener.name.{listener}.oauthbearer.sasl.jaas.config"] =
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\";";
        }

        return settings;
    }

    private async Task ForbidAsync()
    {
        using Confluent.Kafka.IAdminClient admin = Cluster.Admin();
        await admin.CreateAclsAsync(
        [
            new AclBinding
            {
                Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = Forbidden, ResourcePatternType = ResourcePatternType.Literal },
                Entry = new AccessControlEntry
                {
                    Principal = "User:mallory", Host = "*", Operation = AclOperation.All, PermissionType = AclPermissionType.Allow,
                },
            },
        ]);
    }
}
