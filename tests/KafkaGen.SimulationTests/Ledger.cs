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

    internal void Add(string topic, int partition, ValueTask<RecordMetadata> answer)
    {
        Entry entry = new(_entries.Count, topic, partition, answer);
        _entries.Add(entry);
        _open.Add(entry);
    }

    internal bool IsAnswered(int id) => _entries[id].IsAnswered;

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

    /// <summary>What is wrong.</summary>
    internal List<string> Check(IEnumerable<Partition> partitions)
    {
        List<string> wrong = [];
        Dictionary<int, long> offsets = [];
        foreach (Partition partition in partitions)
        {
            int last = -1;
            foreach (Segment segment in partition.Log.Segments)
            {
                foreach (ref readonly Segment.Entry stored in segment.Entries)
                {
                    foreach (StoredRecord record in StoredBatch.Read(segment.Batch(stored), withControl: false))
                    {
                        int id = BinaryPrimitives.ReadInt32BigEndian(record.Value);
                        string where = $"{partition.Topic.Name}-{partition.Index} @{record.Offset}";
                        if (id < 0 || id >= _entries.Count)
                        {
                            wrong.Add($"record {id} at {where} was never appended");
                            continue;
                        }

                        Entry entry = _entries[id];
                        if (entry.Partition != partition.Index || entry.Topic != partition.Topic.Name)
                        {
                            wrong.Add($"record {id}, for {entry.Topic}-{entry.Partition}, is stored at {where}");
                        }

                        if (!offsets.TryAdd(id, record.Offset))
                        {
                            wrong.Add($"record {id} is stored twice: @{offsets[id]} and at {where}");
                        }
                        else if (id < last)
                        {
                            wrong.Add($"record {id} is stored behind {last}, at {where}");
                        }

                        last = Math.Max(last, id);
                    }
                }
            }
        }

        foreach (Entry entry in _entries)
        {
            bool isStored = offsets.TryGetValue(entry.Id, out long offset);
            if (entry.Metadata is { } at)
            {
                if (!isStored)
                {
                    wrong.Add($"record {entry.Id} is lost: it was acknowledged @{at.Offset} of {entry.Topic}-{entry.Partition}");
                }
                else if (at.Offset >= 0 && at.Offset != offset)
                {
                    wrong.Add($"record {entry.Id} is @{offset} of {entry.Topic}-{entry.Partition}, and was acknowledged @{at.Offset}");
                }
            }
            else if (entry.Error is { } error)
            {
                if (isStored && error.Status == RecordPersistence.NotPersisted)
                {
                    wrong.Add($"record {entry.Id} is stored @{offset} of {entry.Topic}-{entry.Partition}, and failed as not persisted: {error.Reason}");
                }
            }
            else
            {
                wrong.Add($"record {entry.Id} for {entry.Topic}-{entry.Partition} was never answered");
            }
        }

        return wrong;
    }

    private sealed class Entry(int id, string topic, int partition, ValueTask<RecordMetadata> answer)
    {
        internal int Id => id;

        internal string Topic => topic;

        internal int Partition => partition;

        internal ValueTask<RecordMetadata> Answer => answer;

        internal RecordMetadata? Metadata { get; set; }

        internal ProduceException? Error { get; set; }

        internal bool IsAnswered => Metadata is not null || Error is not null;
    }
}
