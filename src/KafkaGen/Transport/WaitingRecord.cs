using KafkaGen.Accumulating;
using KafkaGen.Contracts;

namespace KafkaGen.Transport;

/// <summary>A record whose caller waits for room in the buffer. It keeps the message, not its bytes: those exist only once there is room.</summary>
/// <remarks>
/// It ends once: accepted or refused by the line's server, or given up by its caller, its time, or a close. While the server tries to send it, it belongs to the
/// server: what gives it up then takes effect only if it was not sent, so that nobody is told "not accepted" of a record that was.
/// </remarks>
internal abstract class WaitingRecord
{
    private const int Waiting = 0;
    private const int Served = 1;
    private const int Ended = 2;

    private int _state;
    private Exception? _givenUp;

    /// <summary>How long the caller waits, in milliseconds.</summary>
    internal required long Patience { get; init; }

    /// <summary>Whether it found the partitions of its topic missing, rather than room.</summary>
    internal bool IsForPartitions { get; init; }

    /// <summary>When the caller gives up, in <see cref="Environment.TickCount64"/>.</summary>
    internal required long Deadline { get; init; }

    internal abstract TopicLane Topic { get; }

    /// <summary>Its places in the line, while it has them.</summary>
    internal LinkedListNode<WaitingRecord>? Place { get; set; }

    /// <summary>Its place among those who wait as long.</summary>
    internal LinkedListNode<WaitingRecord>? Turn { get; set; }

    /// <summary>Whether the caller has its answer.</summary>
    internal bool IsEnded => Volatile.Read(ref _state) == Ended;

    /// <summary>The server begins to send it.</summary>
    /// <returns>Whether the caller still waits.</returns>
    internal bool TryServe() => Interlocked.CompareExchange(ref _state, Served, Waiting) == Waiting;

    /// <summary>Encodes the record, or refuses it when it cannot be encoded. By the server alone.</summary>
    /// <returns>Whether there is something to send.</returns>
    internal abstract bool TryEncode(RecordBuffer buffer);

    /// <summary>Sends the encoded record, or refuses it for good. By the server alone.</summary>
    internal abstract SendOutcome TrySend(RecordBuffer buffer);

    /// <summary>Tells the caller of a record that was sent or refused, once it is out of the line. By the server alone.</summary>
    internal abstract void TellServed();

    /// <summary>The server has found no room for it: it waits again, unless it was given up meanwhile.</summary>
    internal void Unserve()
    {
        // A full fence: a write alone could become visible after the read below, and what gives the record up at this moment would be lost between them.
        Interlocked.Exchange(ref _state, Waiting);
        if (Volatile.Read(ref _givenUp) is { } error)
        {
            EndWith(error);
        }
    }

    /// <summary>Gives up a record, unless it is sent.</summary>
    internal void GiveUp(Exception error)
    {
        // Before the state is looked at: the server looks at this after it has changed the state.
        Interlocked.CompareExchange(ref _givenUp, error, null);
        EndWith(error);
    }

    /// <summary>Gives up a record whose time is over.</summary>
    internal abstract void TimeOut();

    /// <summary>The record that is served ends. By the server alone.</summary>
    protected void EndServed() => Volatile.Write(ref _state, Ended);

    /// <summary>Tells the caller of a record that was not sent.</summary>
    protected abstract void Tell(Exception error);

    private void EndWith(Exception error)
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Waiting) == Waiting)
        {
            Tell(error);
        }
    }
}
