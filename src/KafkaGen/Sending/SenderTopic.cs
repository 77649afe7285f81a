using KafkaGen.Native;

namespace KafkaGen.Sending;

/// <summary>One topic of a sender: its native handle, and what a flush of it waits for.</summary>
internal sealed class SenderTopic(RecordSender sender, NativeTopic native)
{
    private readonly object _gate = new();
    private volatile FlushEpoch _epoch = FlushEpoch.First();

    internal string Name => native.Name;

    internal NativeTopic Native => native;

    internal RecordSender Sender => sender;

    /// <summary>Counts a record into the epoch that the next flush waits for.</summary>
    internal FlushEpoch EnterEpoch()
    {
        while (true)
        {
            FlushEpoch epoch = _epoch;
            if (epoch.TryEnter())
            {
                return epoch;
            }
        }
    }

    /// <summary>Completes when every record that came before the call is answered.</summary>
    internal Task FlushAsync(CancellationToken cancellationToken)
    {
        Task drained;
        lock (_gate)
        {
            (_epoch, drained) = _epoch.Close();
        }

        return drained.IsCompleted ? Task.CompletedTask : sender.FlushUntilAsync(drained, cancellationToken);
    }
}
