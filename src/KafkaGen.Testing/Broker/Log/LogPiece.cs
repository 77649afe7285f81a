using System.Buffers;

namespace KafkaGen.Testing.Broker.Log;

/// <summary>A segment's part of what is read from a log, linked to the next segment's.</summary>
internal sealed class LogPiece : ReadOnlySequenceSegment<byte>
{
    private LogPiece(ReadOnlyMemory<byte> bytes, long runningIndex)
    {
        Memory = bytes;
        RunningIndex = runningIndex;
    }

    /// <summary>Pieces as one sequence, which most often are one.</summary>
    public static ReadOnlySequence<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        if (pieces.Count < 2)
        {
            return pieces.Count == 0 ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(pieces[0]);
        }

        LogPiece first = new(pieces[0], 0);
        LogPiece last = first;
        for (int at = 1; at < pieces.Count; at++)
        {
            LogPiece next = new(pieces[at], last.RunningIndex + last.Memory.Length);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
