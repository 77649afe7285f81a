using KafkaGen.KafkaTests.Kafka;
using KafkaGen.KafkaTests.Security;

[assembly: AssemblyFixture(typeof(SecuredNode))]

namespace KafkaGen.KafkaTests.Security;

/// <summary>One node with a listener for each way to be refused; started by the first test that needs it.</summary>
public sealed class SecuredNode : IAsyncDisposable
{
    private readonly object _gate = new();
    private Task<SecuredKafka>? _started;

    /// <summary>The node; skips the test where there is no Kafka.</summary>
    internal Task<SecuredKafka> GetAsync()
    {
        lock (_gate)
        {
            return _started ??= SecuredKafka.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_started is { IsCompletedSuccessfully: true } started)
        {
            await (await started).DisposeAsync();
        }
    }
}
