using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>One node that asks who may do what: <c>admin</c> everything, <c>alice</c> only what she is granted.</summary>
public sealed class GuardedNode : IAsyncDisposable
{
    internal const string Password = "secret";

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["listener.security.protocol.map"] = "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        ["sasl.enabled.mechanisms"] = "PLAIN",
        ["sasl.mechanism.inter.broker.protocol"] = "PLAIN",
        ["listener.name.plaintext.plain.sasl.jaas.config"] =
            $"org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\"broker\" user_broker=\"broker\" user_admin=\"{Password}\" user_alice=\"{Password}\";",
        ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        ["super.users"] = "User:broker;User:admin;User:ANONYMOUS",
    };

    private readonly object _gate = new();
    private Task<KafkaCluster>? _cluster;

    /// <summary>The properties that log a client in.</summary>
    internal static Dictionary<string, string> LoginOf(string user) => new()
    {
        ["security.protocol"] = "SASL_PLAINTEXT",
        ["sasl.mechanism"] = "PLAIN",
        ["sasl.username"] = user,
        ["sasl.password"] = Password,
    };

    /// <summary>The node; skips the test where there is no Kafka.</summary>
    internal Task<KafkaCluster> GetAsync()
    {
        lock (_gate)
        {
            return _cluster ??= KafkaCluster.StartAsync(nodes: 1, s_settings, own: true);
        }
    }

    internal async Task<IAdminClient> OpenAdminAsync()
    {
        KafkaCluster kafka = await GetAsync();
        return new AdminClientBuilder(new AdminClientConfig(LoginOf("admin")) { BootstrapServers = kafka.BootstrapServers }).Build();
    }

    /// <summary>Lets alice do something with the topics that begin with a prefix.</summary>
    internal async Task GrantAsync(string prefix, params AclOperation[] operations)
    {
        using IAdminClient admin = await OpenAdminAsync();
        await admin.CreateAclsAsync(operations.Select(operation => new AclBinding
        {
            Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = prefix, ResourcePatternType = ResourcePatternType.Prefixed },
            Entry = new AccessControlEntry { Principal = "User:alice", Host = "*", Operation = operation, PermissionType = AclPermissionType.Allow },
        }));
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { IsCompletedSuccessfully: true } started)
        {
            await (await started).DisposeAsync();
        }
    }
}
