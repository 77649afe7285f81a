using KafkaGen.KafkaTests.Kafka;

[assembly: AssemblyFixture(typeof(ThreeNodes))]

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>Three nodes, directly and behind proxies, that the tests share which leave them as they were; started by the first of them.</summary>
public sealed class ThreeNodes : IAsyncDisposable
{
    private readonly object _gate = new();
    private Task<KafkaCluster>? _cluster;

    /// <summary>The cluster, or the one that <c>KAFKA_BOOTSTRAP</c> names; skips the test where there is no Kafka.</summary>
    /// <param name="own">Whether the test reads the nodes' disks, stops them, or goes through their proxies.</param>
    internal Task<KafkaCluster> GetAsync(bool own = false)
    {
        Assert.SkipWhen(own && KafkaCluster.IsNamed, "KAFKA_BOOTSTRAP names a running Kafka; this test needs to start its own.");
        lock (_gate)
        {
            return _cluster ??= KafkaCluster.StartAsync(nodes: 3, isProxied: true);
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
