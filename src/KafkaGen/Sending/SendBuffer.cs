namespace KafkaGen.Sending;

/// <summary>
/// The room for records that are accepted and not yet answered, in records and in bytes. librdkafka's own byte limit counts values only,
/// so that small values with large keys or headers could take many times the memory that was allowed: this one counts everything.
/// </summary>
internal sealed class SendBuffer
{
    /// <summary>What a record costs besides its bytes: librdkafka's message, its queue entry and our in-flight slot.</summary>
    internal const int RecordOverhead = 256;

    /// <summary>What a header costs besides its bytes.</summary>
    internal const int HeaderOverhead = 64;

    /// <summary>The largest number of records that the counter holds.</summary>
    internal const int MaxRecordLimit = 8_000_000;

    /// <summary>The largest number of bytes that the counter holds.</summary>
    internal const long MaxByteLimit = (1L << BytesBits) - 1;

    private const int BytesBits = 40;

    // Both counts in one word, records above bytes, so that one atomic operation takes room from both or from neither.
    private long _used;

    internal SendBuffer(int maxRecords, long maxBytes)
    {
        MaxRecords = maxRecords;
        MaxBytes = maxBytes;
    }

    internal int MaxRecords { get; }

    internal long MaxBytes { get; }

    internal int Records => (int)(Volatile.Read(ref _used) >> BytesBits);

    internal long Bytes => Volatile.Read(ref _used) & MaxByteLimit;

    /// <summary>Takes room for one record of <paramref name="size"/> bytes, if there is room.</summary>
    internal bool TryReserve(long size)
    {
        long used = Volatile.Read(ref _used);
        while (true)
        {
            if ((used >> BytesBits) >= MaxRecords || (used & MaxByteLimit) + size > MaxBytes)
            {
                return false;
            }

            long seen = Interlocked.CompareExchange(ref _used, used + (1L << BytesBits) + size, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }
    }

    /// <summary>Gives back the room of <paramref name="records"/> records of <paramref name="bytes"/> bytes in all.</summary>
    internal void Release(int records, long bytes) => Interlocked.Add(ref _used, -(((long)records << BytesBits) + bytes));
}
