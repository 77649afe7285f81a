using KafkaGen.KafkaTests.Kafka;

[assembly: AssemblyFixture(typeof(ProxiedNodes))]

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>Three nodes behind proxies, for the tests that leave them as they were; started by the first of them.</summary>
public sealed class ProxiedNodes : IAsyncDisposable
{
    private readonly object _gate = new();
    private Task<KafkaCluster>? _cluster;

    /// <summary>The cluster; skips the test where there is no Kafka.</summary>
    internal Task<KafkaCluster> GetAsync()
    {
        lock (_gate)
        {
            return _cluster ??= KafkaCluster.StartAsync(nodes: 3, own: true, isProxied: true);
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
