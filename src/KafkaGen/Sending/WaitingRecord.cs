using KafkaGen.Contracts;

namespace KafkaGen.Sending;

/// <summary>A record whose caller waits for room in the buffer. It keeps the message, not its bytes: those exist only once there is room.</summary>
internal abstract class WaitingRecord
{
    /// <summary>When the caller gives up, in <see cref="Environment.TickCount64"/>.</summary>
    internal required long Deadline { get; init; }

    internal abstract SenderTopic Topic { get; }

    /// <summary>Whether the caller has stopped waiting; the record is then dropped from the line.</summary>
    internal abstract bool IsAbandoned { get; }

    /// <summary>Encodes the record, or fails it when it cannot be encoded.</summary>
    /// <returns>Whether there is something to send.</returns>
    internal abstract bool TryEncode(RecordBuffer buffer);

    /// <summary>Sends the encoded record, or fails it when it is refused for good.</summary>
    internal abstract SendOutcome TrySend(RecordBuffer buffer);

    /// <summary>Fails a record that was not sent.</summary>
    internal abstract void Fail(Exception error);

    /// <summary>Fails a record whose time is up.</summary>
    internal abstract void TimeOut();
}
