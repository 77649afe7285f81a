using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Reading;

/// <summary>
/// How many records of a partition all in-sync replicas have. Each update goes on where the last one ended, because counting from the start after each
/// append would take a time that grows with the square of the log.
/// </summary>
internal sealed class RecordCount(Partition partition)
{
    private readonly List<(long BaseOffset, long Records)> _segments = [];
    private long _next;

    /// <summary>The records at the last update.</summary>
    public long Records { get; private set; }

    /// <summary>Counts what has come, and takes off what is gone.</summary>
    public void Update()
    {
        ForgetTruncated();
        ForgetOldest();
        PartitionLog log = partition.Log;
        for (int at = log.FindSegment(_next); at < log.Segments.Count; at++)
        {
            Segment segment = log.Segments[at];
            ReadOnlySpan<Segment.Entry> entries = segment.Entries;
            for (int index = segment.Find(_next); index < entries.Length; index++)
            {
                if (entries[index].BaseOffset >= partition.HighWatermark)
                {
                    return;
                }

                // Markers of transactions take offsets and are no records, so batches are counted, not offsets.
                RecordBatchHeader header = RecordBatchHeader.Read(segment.Batch(entries[index]).Span);
                Add(segment.BaseOffset, header.IsControl ? 0 : header.Count);
                _next = entries[index].LastOffset + 1;
            }
        }
    }

    private void Add(long baseOffset, long records)
    {
        if (_segments.Count > 0 && _segments[^1].BaseOffset == baseOffset)
        {
            _segments[^1] = (baseOffset, _segments[^1].Records + records);
        }
        else
        {
            _segments.Add((baseOffset, records));
        }

        Records += records;
    }

    // A leader that lacked records took them along. That is rare, so all are counted anew.
    private void ForgetTruncated()
    {
        if (partition.HighWatermark < _next)
        {
            _segments.Clear();
            Records = 0;
            _next = 0;
        }
    }

    // Memory was short, or the topic was deleted. The log loses whole segments.
    private void ForgetOldest()
    {
        int gone = 0;
        while (gone < _segments.Count && _segments[gone].BaseOffset < partition.Log.Start)
        {
            Records -= _segments[gone].Records;
            gone++;
        }

        _segments.RemoveRange(0, gone);
        _next = Math.Max(_next, partition.Log.Start);
    }
}
