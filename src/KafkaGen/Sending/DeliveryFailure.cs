namespace KafkaGen;

/// <summary>A record of <c>EnqueueAsync</c> or <c>TryEnqueue</c> that was not acknowledged; see <see cref="KafkaGenOptions.OnDeliveryFailed"/>.</summary>
public sealed class DeliveryFailure
{
    internal DeliveryFailure(EncodedRecord record, ProduceException error)
    {
        Record = record;
        Error = error;
    }

    /// <summary>The topic that the record was for.</summary>
    public string Topic => Error.Topic;

    /// <summary>
    /// The record as it was sent. Its partition is the one that it was assigned, or <see langword="null"/> when it had none yet; its timestamp the one
    /// that it was given, or <see langword="null"/> when it was stamped on acceptance.
    /// </summary>
    public EncodedRecord Record { get; }

    /// <summary>Why it was not acknowledged, and whether it may be stored all the same (<see cref="ProduceException.Status"/>).</summary>
    public ProduceException Error { get; }

    /// <summary>
    /// Cancelled when the client closes and its time is over (<see cref="KafkaGenOptions.FlushTimeout"/>, or the host's <c>ShutdownTimeout</c>): it does not wait for a
    /// handler any longer. Pass it on to what the handler awaits.
    /// </summary>
    public CancellationToken CancellationToken { get; internal set; }
}
