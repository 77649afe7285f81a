using System.Buffers.Binary;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.SimulationTests;

/// <summary>What was appended where and what became of it, held against what the brokers have at the end.</summary>
internal sealed class Ledger
{
    private readonly List<Entry> _entries = [];
    private readonly List<Entry> _open = [];

    internal int Count => _entries.Count;

    internal int Open => _open.Count;

    internal int Acknowledged => _entries.Count(entry => entry.Metadata is not null);

    internal int Failed => _entries.Count(entry => entry.Error is not null);

    /// <summary>The first record that is not answered.</summary>
    internal int FirstOpen => _open.Count == 0 ? int.MaxValue : _open.Min(static entry => entry.Id);

    /// <summary>The number that the next record carries.</summary>
    internal int NextId => _entries.Count;

    /// <summary>A leader died whose followers nobody waited for (<c>acks</c> 0 or 1): what was acknowledged may be gone.</summary>
    internal bool MayLose { get; set; }

    /// <summary>Without idempotence a retry is stored again.</summary>
    internal bool MayDouble { get; set; }

    /// <summary>Without answers (<c>acks=0</c>) nobody knows what of a lost connection is still on its way.</summary>
    internal bool MayReorder { get; set; }

    /// <summary>A broker was restarted, and remembers one batch of each producer instead of five.</summary>
    internal bool MayForget { get; set; }

    /// <summary>A topic was deleted.</summary>
    internal bool HasDeletions { get; private set; }

    internal void Add(string topic, int partition, ValueTask<RecordMetadata> answer, long? timestamp = null)
    {
        Entry entry = new(_entries.Count, topic, partition, answer, timestamp);
        _entries.Add(entry);
        _open.Add(entry);
    }

    internal bool IsAnswered(int id) => _entries[id].IsAnswered;

    internal RecordMetadata? MetadataOf(int id) => _entries[id].Metadata;

    internal ProduceException? ErrorOf(int id) => _entries[id].Error;

    /// <summary>What became of each record, as text.</summary>
    internal IEnumerable<string> Answers() => _entries.Select(static entry => $"{entry}: {entry.Metadata} {entry.Error?.Message} {entry.Error?.Status}");

    /// <summary>Reads the answers that have come.</summary>
    internal void Collect()
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            Entry entry = _open[i];
            if (!entry.Answer.IsCompleted)
            {
                continue;
            }

            _open[i] = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            try
            {
                entry.Metadata = entry.Answer.Result;
            }
            catch (ProduceException error)
            {
                entry.Error = error;
            }
        }
    }

    /// <summary>
    /// A topic is about to be deleted. What was appended until now may go with it, acknowledged or not, or be stored in the topic that comes after it; but what the old one has counts as
    /// stored for those who were told that it is not.
    /// </summary>
    internal void Deleting(Topic topic)
    {
        HasDeletions = true;
        foreach (Entry entry in _entries)
        {
            entry.MayBeGone |= entry.Topic == topic.Name;
        }

        foreach (Partition partition in topic.Partitions)
        {
            foreach ((int id, StoredRecord record) in Read(partition))
            {
                if (id >= 0 && id < _entries.Count)
                {
                    _entries[id].OffsetInDeleted = record.Offset;
                }
            }
        }
    }

    /// <summary>What is wrong.</summary>
    internal List<string> Check(IEnumerable<Partition> partitions)
    {
        List<string> wrong = [];
        Dictionary<int, Place> stored = [];
        foreach (Partition partition in partitions)
        {
            CheckPartition(partition, stored, wrong);
        }

        foreach (Entry entry in _entries)
        {
            CheckAnswer(entry, stored.TryGetValue(entry.Id, out Place place) ? place : null, wrong);
        }

        CheckGaps(wrong);
        return wrong;
    }

    private void CheckPartition(Partition partition, Dictionary<int, Place> stored, List<string> wrong)
    {
        int last = -1;
        foreach ((int id, StoredRecord record) in Read(partition))
        {
            string where = $"{partition.Topic.Name}-{partition.Index} @{record.Offset}";
            if (id < 0 || id >= _entries.Count)
            {
                wrong.Add($"record {id} at {where} was never appended");
                continue;
            }

            Entry entry = _entries[id];
            bool isLogAppendTime = partition.Topic.Configuration.IsLogAppendTime;
            if (entry.Partition != partition.Index || entry.Topic != partition.Topic.Name)
            {
                wrong.Add($"record {id}, for {entry}, is stored at {where}");
            }

            if (entry.Timestamp is { } wanted && !isLogAppendTime && record.Timestamp != wanted)
            {
                wrong.Add($"record {id} at {where} has the time {record.Timestamp}, and was appended with {wanted}");
            }

            if (!stored.TryAdd(id, new Place(record.Offset, record.Timestamp, isLogAppendTime)))
            {
                if (!MayDouble)
                {
                    wrong.Add($"record {id} is stored twice: @{stored[id].Offset} and at {where}");
                }

                continue;
            }

            // Without idempotence a record that failed may come later than what was sent after it: nobody retries it, but its first attempt may still be on its way.
            if (MayReorder || (MayDouble && entry.Metadata is null))
            {
                continue;
            }

            if (id < last)
            {
                wrong.Add($"record {id} is stored behind {last}, at {where}");
            }

            last = Math.Max(last, id);
        }
    }

    // Numbers have gaps because something else failed, or because a broker lost or forgot something. Otherwise nobody may be told so.
    private void CheckGaps(List<string> wrong)
    {
        if (MayForget || MayLose || HasDeletions)
        {
            return;
        }

        foreach (IGrouping<string, Entry> partition in _entries.Where(static entry => entry.Error is not null).GroupBy(static entry => entry.ToString()))
        {
            if (partition.All(static entry => entry.Error!.Code == KafkaErrorCode.OutOfOrderSequenceNumber))
            {
                wrong.Add($"record {partition.First().Id} of {partition.Key} failed because of a gap that nobody made");
            }
        }
    }

    private void CheckAnswer(Entry entry, Place? stored, List<string> wrong)
    {
        if (entry.Metadata is { } at)
        {
            if (stored is not { } place)
            {
                if (!MayLose && !entry.MayBeGone)
                {
                    wrong.Add($"record {entry.Id} is lost: it was acknowledged @{at.Offset} of {entry}");
                }

                return;
            }

            // Where records may be stored twice, any of the copies may have been acknowledged; where they may be lost, one that is gone.
            if (at.Offset < 0 || MayDouble || MayLose || entry.OffsetInDeleted == at.Offset)
            {
                return;
            }

            if (at.Offset != place.Offset)
            {
                wrong.Add($"record {entry.Id} is @{place.Offset} of {entry}, and was acknowledged @{at.Offset}");
            }

            // Brokers answer a repeated batch with its largest time as the time of the append, whatever the topic wants (UnifiedLog.append).
            long told = at.Timestamp.ToUnixTimeMilliseconds();
            bool isTrue = at.TimestampType == RecordTimestampType.CreateTime ? told == place.Timestamp && !place.IsLogAppendTime : told >= place.Timestamp;
            if (!isTrue)
            {
                wrong.Add($"record {entry.Id} has the time {place.Timestamp}, and was acknowledged with {told} ({at.TimestampType})");
            }
        }
        else if (entry.Error is { } error)
        {
            if (error.Status == RecordPersistence.NotPersisted && (stored?.Offset ?? entry.OffsetInDeleted) is { } offset)
            {
                wrong.Add($"record {entry.Id} is stored @{offset} of {entry}, and failed as not persisted: {error.Reason}");
            }
        }
        else
        {
            wrong.Add($"record {entry.Id} for {entry} was never answered");
        }
    }

    private static IEnumerable<(int Id, StoredRecord Record)> Read(Partition partition)
    {
        foreach (Segment segment in partition.Log.Segments)
        {
            foreach (Segment.Entry stored in segment.Entries.ToArray())
            {
                foreach (StoredRecord record in StoredBatch.Read(segment.Batch(stored), withControl: false))
                {
                    yield return (BinaryPrimitives.ReadInt32BigEndian(record.Value), record);
                }
            }
        }
    }

    private readonly record struct Place(long Offset, long Timestamp, bool IsLogAppendTime);

    private sealed class Entry(int id, string topic, int partition, ValueTask<RecordMetadata> answer, long? timestamp)
    {
        internal int Id => id;

        internal string Topic => topic;

        internal int Partition => partition;

        internal ValueTask<RecordMetadata> Answer => answer;

        /// <summary>The time that its caller gave it.</summary>
        internal long? Timestamp => timestamp;

        internal RecordMetadata? Metadata { get; set; }

        internal ProduceException? Error { get; set; }

        internal bool IsAnswered => Metadata is not null || Error is not null;

        /// <summary>Its topic was deleted since.</summary>
        internal bool MayBeGone { get; set; }

        /// <summary>Where a topic that was deleted had it.</summary>
        internal long? OffsetInDeleted { get; set; }

        public override string ToString() => $"{Topic}-{Partition}";
    }
}
