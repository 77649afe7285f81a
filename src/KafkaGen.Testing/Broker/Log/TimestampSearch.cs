using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Log;

/// <summary>Finds records by their time.</summary>
internal static class TimestampSearch
{
    /// <summary>The first record that is not older than a time.</summary>
    public static (long Offset, long Timestamp)? FirstFrom(Partition partition, long timestamp)
    {
        foreach (Segment segment in partition.Log.Segments)
        {
            if (segment.MaxTimestamp < timestamp)
            {
                continue;
            }

            foreach (ref readonly Segment.Entry entry in segment.Entries)
            {
                if (entry.MaxTimestamp < timestamp || entry.BaseOffset >= partition.HighWatermark)
                {
                    continue;
                }

                foreach (StoredRecord record in StoredBatch.Read(segment.Batch(entry), withControl: true))
                {
                    if (record.Timestamp >= timestamp && record.Offset >= partition.Log.Start)
                    {
                        return (record.Offset, record.Timestamp);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The record with the largest timestamp, the first of several.</summary>
    public static (long Offset, long Timestamp)? Largest(Partition partition)
    {
        long largest = long.MinValue;
        foreach (Segment segment in partition.Log.Segments)
        {
            foreach (ref readonly Segment.Entry entry in segment.Entries)
            {
                if (entry.BaseOffset < partition.HighWatermark && entry.LastOffset >= partition.Log.Start)
                {
                    largest = Math.Max(largest, entry.MaxTimestamp);
                }
            }
        }

        return largest == long.MinValue ? null : FirstFrom(partition, largest);
    }
}
