using Microsoft.Extensions.Hosting;

namespace KafkaGen.Hosting;

/// <summary>
/// Makes the client and its transactions with the host, so that wrong options stop the start, and closes it in <see cref="StoppedAsync"/>: every other hosted
/// service has stopped by then and has produced its last records.
/// </summary>
internal sealed class KafkaGenHostedService(KafkaGenClient client, IEnumerable<IKafkaTransactions> transactions) : IHostedLifecycleService
{
    public IReadOnlyList<IKafkaTransactions> Transactions { get; } = [.. transactions];

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The final flush, within what remains of the host's <c>ShutdownTimeout</c>.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => client.CloseAsync(cancellationToken);
}
