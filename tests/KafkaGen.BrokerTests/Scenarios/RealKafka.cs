using KafkaGen.BrokerTests.Scenarios;
using KafkaGen.KafkaTests.Kafka;

[assembly: AssemblyFixture(typeof(RealKafka))]

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>One node of a real Kafka, which the scenarios share; started by the first of them, or named by <c>KAFKA_BOOTSTRAP</c>.</summary>
public sealed class RealKafka : IAsyncDisposable
{
    private readonly object _gate = new();
    private Task<KafkaCluster>? _cluster;

    /// <summary>Where it listens; skips the test where there is no Kafka.</summary>
    public async Task<string> BootstrapServerAsync()
    {
        Task<KafkaCluster> started;
        lock (_gate)
        {
            started = _cluster ??= KafkaCluster.StartAsync(nodes: 1);
        }

        return (await started).BootstrapServers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { IsCompletedSuccessfully: true } started)
        {
            await (await started).DisposeAsync();
        }
    }
}
