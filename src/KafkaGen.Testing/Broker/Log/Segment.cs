using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaGen.Protocol.Records;

namespace KafkaGen.Testing.Broker.Log;

/// <summary>A piece of a partition's log: batches one after another, and where each begins.</summary>
internal sealed class Segment(long baseOffset, byte[] memory)
{
    private byte[] _bytes = memory;
    private readonly List<Entry> _entries = [];

    public long BaseOffset { get; } = baseOffset;

    public int Length { get; private set; }

    /// <summary>The memory that the segment holds, whether filled or not.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>The memory that the list of batches takes.</summary>
    public int EntryBytes => _entries.Capacity * Unsafe.SizeOf<Entry>();

    public long MaxTimestamp { get; private set; } = long.MinValue;

    public ReadOnlySpan<Entry> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>Dropped by retention: no log names it any more.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Lets go of the memory, which is used again.</summary>
    public byte[] Release()
    {
        byte[] released = _bytes;
        IsReleased = true;
        _bytes = [];
        _entries.Clear();
        return released;
    }

    public bool Fits(int size) => _bytes.Length - Length >= size;

    /// <summary>Copies a batch to the end; the caller writes into the answered bytes what a broker decides.</summary>
    public Span<byte> Append(ReadOnlySpan<byte> batch)
    {
        Span<byte> place = _bytes.AsSpan(Length, batch.Length);
        batch.CopyTo(place);
        return place;
    }

    /// <summary>Makes the batch that was just copied part of the segment.</summary>
    public void Commit(int size)
    {
        RecordBatchHeader header = RecordBatchHeader.Read(_bytes.AsSpan(Length, size));
        _entries.Add(new Entry(header.BaseOffset, header.LastOffset, Length, size, header.MaxTimestamp));
        MaxTimestamp = Math.Max(MaxTimestamp, header.MaxTimestamp);
        Length += size;
    }

    public ReadOnlyMemory<byte> Batch(in Entry entry) => Bytes(entry.Position, entry.Size);

    public ReadOnlyMemory<byte> Bytes(int position, int count) => _bytes.AsMemory(position, count);

    /// <summary>The index of the batch that holds an offset, or of the first one behind it; the number of batches when there is none.</summary>
    public int Find(long offset)
    {
        int low = 0;
        int high = _entries.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_entries[middle].LastOffset < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Keeps the batches that end before an offset. What follows them is written over by the next: every answer has its own copy of the bytes.</summary>
    public void TruncateTo(long offset)
    {
        int keep = Find(offset);
        if (keep == _entries.Count)
        {
            return;
        }

        Length = _entries[keep].Position;
        _entries.RemoveRange(keep, _entries.Count - keep);
        MaxTimestamp = long.MinValue;
        foreach (Entry entry in _entries)
        {
            MaxTimestamp = Math.Max(MaxTimestamp, entry.MaxTimestamp);
        }
    }

    /// <summary>Where a batch lies in its segment.</summary>
    public readonly record struct Entry(long BaseOffset, long LastOffset, int Position, int Size, long MaxTimestamp);
}
