using KafkaGen.ApplicationCode;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.Hosting;

/// <summary>
/// Makes the clients and their transactions when the host starts, so that wrong options stop the start, and closes them in <see cref="StoppedAsync"/>: every other
/// hosted service has stopped by then and has produced its last records.
/// </summary>
internal sealed class KafkaGenHostedService(IServiceProvider services) : IHostedLifecycleService
{
    private IReadOnlyList<KafkaGenClient> _clients = [];

    /// <summary>Checks all options, waits for brokers and looks after topics, where the options say so, before another service starts and produces.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Here and not in the constructor: who asks the container for its hosted services connects to nothing.
        _clients = services.GetRequiredService<ClientSet>().All;

        // They are made by being asked for; the clients close them.
        _ = services.GetServices<IKafkaTransactions>();
        return Task.WhenAll(_clients.Select(client => client.PrepareAsync(cancellationToken)));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The final flush, within what remains of the host's <c>ShutdownTimeout</c>.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(_clients.Select(client => client.CloseAsync(Deadline.At(cancellationToken))));
}
