using KafkaGen.KafkaTests.Kafka;

[assembly: AssemblyFixture(typeof(ThreeNodes))]

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>Three nodes that the tests share which leave them as they were; started by the first of them.</summary>
public sealed class ThreeNodes : IAsyncDisposable
{
    private readonly object _gate = new();
    private Task<KafkaCluster>? _cluster;

    /// <summary>The cluster; skips the test where there is no Kafka.</summary>
    internal Task<KafkaCluster> GetAsync()
    {
        lock (_gate)
        {
            return _cluster ??= KafkaCluster.StartAsync(nodes: 3, own: true);
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
