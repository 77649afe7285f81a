namespace KafkaGen.Testing.Broker.Log;

/// <summary>
/// Walks over the records of a batch as fast as it can, and only tells whether they are as they should be and within which bounds they are. Where
/// something is wrong, a slower look finds out what.
/// </summary>
internal readonly ref struct RecordScan
{
    private RecordScan(bool isSound, bool hasNullKey, long minTimestampDelta, long maxTimestampDelta)
    {
        IsSound = isSound;
        HasNullKey = hasNullKey;
        MinTimestampDelta = minTimestampDelta;
        MaxTimestampDelta = maxTimestampDelta;
    }

    /// <summary>Whether there are as many records as expected, each well-formed, with offset deltas that count from 0.</summary>
    public bool IsSound { get; }

    public bool HasNullKey { get; }

    public long MinTimestampDelta { get; }

    public long MaxTimestampDelta { get; }

    public static RecordScan Of(ReadOnlySpan<byte> records, int expected)
    {
        int at = 0;
        bool hasNullKey = false;
        long min = long.MaxValue;
        long max = long.MinValue;
        for (int index = 0; index < expected; index++)
        {
            if (!TryVarint(records, ref at, out long length) || length <= 0 || length > records.Length - at)
            {
                return default;
            }

            int end = at + (int)length;
            ReadOnlySpan<byte> record = records[..end];

            // The first byte are the attributes, which mean nothing so far.
            at++;
            if (!TryVarint(record, ref at, out long timestampDelta) || !TryVarint(record, ref at, out long offsetDelta) || offsetDelta != index
                || !TrySkip(record, ref at, out bool isNullKey) || !TrySkip(record, ref at, out _)
                || !TryVarint(record, ref at, out long headers) || headers < 0)
            {
                return default;
            }

            for (; headers > 0; headers--)
            {
                if (!TrySkip(record, ref at, out bool isNullName) || isNullName || !TrySkip(record, ref at, out _))
                {
                    return default;
                }
            }

            if (at != end)
            {
                return default;
            }

            hasNullKey |= isNullKey;
            min = Math.Min(min, timestampDelta);
            max = Math.Max(max, timestampDelta);
        }

        return at == records.Length ? new RecordScan(isSound: true, hasNullKey, min, max) : default;
    }

    private static bool TrySkip(ReadOnlySpan<byte> record, ref int at, out bool isNull)
    {
        isNull = false;
        if (!TryVarint(record, ref at, out long length) || length > record.Length - at || length < -1)
        {
            return false;
        }

        isNull = length < 0;
        at += isNull ? 0 : (int)length;
        return true;
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out long value)
    {
        // Most numbers of a record have one byte.
        if ((uint)at < (uint)bytes.Length && bytes[at] < 0x80)
        {
            int one = bytes[at++];
            value = (one >> 1) ^ -(one & 1);
            return true;
        }

        return TryLongVarint(bytes, ref at, out value);
    }

    private static bool TryLongVarint(ReadOnlySpan<byte> bytes, ref int at, out long value)
    {
        const int MaxLength = 10;
        ulong raw = 0;
        for (int count = 0; count < MaxLength && at < bytes.Length; count++)
        {
            byte next = bytes[at++];
            raw |= (ulong)(next & 0x7F) << (7 * count);
            if (next < 0x80)
            {
                value = (long)(raw >> 1) ^ -(long)(raw & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }
}
