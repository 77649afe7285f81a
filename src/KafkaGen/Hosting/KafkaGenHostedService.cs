using Microsoft.Extensions.Hosting;

namespace KafkaGen.Hosting;

/// <summary>
/// Makes the client and its transactions with the host, so that wrong options stop the start, and closes it in <see cref="StoppedAsync"/>: every other
/// hosted service has stopped by then and has produced its last records.
/// </summary>
internal sealed class KafkaGenHostedService : IHostedLifecycleService
{
    private readonly KafkaGenClient _client;

    public KafkaGenHostedService(KafkaGenClient client, IEnumerable<IKafkaTransactions> transactions)
    {
        _client = client;

        // They are made by being injected; the client closes them.
        _ = transactions;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The final flush, within what remains of the host's <c>ShutdownTimeout</c>.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => _client.CloseAsync(cancellationToken);
}
