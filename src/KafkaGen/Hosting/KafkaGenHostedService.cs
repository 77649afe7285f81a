using KafkaGen.ApplicationCode;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.Hosting;

/// <summary>
/// Makes the clients and their transactions with the host, so that wrong options stop the start, and closes them in <see cref="StoppedAsync"/>: every other
/// hosted service has stopped by then and has produced its last records.
/// </summary>
internal sealed class KafkaGenHostedService : IHostedLifecycleService
{
    private readonly IReadOnlyList<KafkaGenClient> _clients;

    public KafkaGenHostedService(ClientSet clients, IEnumerable<IKafkaTransactions> transactions)
    {
        _clients = clients.All;

        // They are made by being injected; the clients close them.
        _ = transactions;
    }

    /// <summary>Waits for brokers and looks after topics, where the options say so, before another service starts and produces.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.WhenAll(_clients.Select(client => client.PrepareAsync(cancellationToken)));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The final flush, within what remains of the host's <c>ShutdownTimeout</c>.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(_clients.Select(client => client.CloseAsync(Deadline.At(cancellationToken))));
}
