using System.Threading.Channels;

namespace KafkaGen.Sending;

/// <summary>
/// Calls the application's <see cref="KafkaGenOptions.OnDeliveryFailed"/>, one failure after the other, off the delivery thread. A failed record
/// keeps its room in the buffer until its turn comes, so that a slow handler slows the application down instead of filling the memory.
/// </summary>
internal sealed class FailureHandler : IAsyncDisposable
{
    private readonly Func<DeliveryFailure, ValueTask> _handler;
    private readonly Action<InFlightRecord> _release;
    private readonly Action<Exception> _onFault;
    private readonly Channel<(InFlightRecord Record, DeliveryFailure Failure)> _failures =
        Channel.CreateUnbounded<(InFlightRecord, DeliveryFailure)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Task _worker;

    /// <param name="handler">The application's handler.</param>
    /// <param name="release">Gives a record's room back.</param>
    /// <param name="onFault">Told what the handler throws.</param>
    internal FailureHandler(Func<DeliveryFailure, ValueTask> handler, Action<InFlightRecord> release, Action<Exception> onFault)
    {
        _handler = handler;
        _release = release;
        _onFault = onFault;
        _worker = Task.Run(HandleAsync);
    }

    internal void Add(in InFlightRecord record, DeliveryFailure failure) => _failures.Writer.TryWrite((record, failure));

    /// <summary>Completes when every failure was handled.</summary>
    public async ValueTask DisposeAsync()
    {
        _failures.Writer.TryComplete();
        await _worker.ConfigureAwait(false);
    }

    private async Task HandleAsync()
    {
        await foreach ((InFlightRecord record, DeliveryFailure failure) in _failures.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // Before the call, which may itself need room, to enqueue the record to a dead-letter topic.
            _release(record);
            try
            {
                await _handler(failure).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // the handler is the application's code: what it throws is logged, and the next failure is handled all the same
            catch (Exception error)
#pragma warning restore CA1031
            {
                _onFault(error);
            }

            record.Epoch.Leave();
        }
    }
}
