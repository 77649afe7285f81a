using System.Collections.Concurrent;
using KafkaGen;

namespace Orders;

/// <summary>What the brokers have answered, so that the program can check itself.</summary>
internal sealed class AcknowledgedRecords
{
    private readonly ConcurrentDictionary<(string Topic, int Partition, long Offset), bool> _places = new();
    private int _expected;

    public int Expected => _expected;

    /// <summary>How many records were acknowledged, each at a place of its own.</summary>
    public int Count => _places.Count;

    public bool IsComplete => _expected > 0 && Count == _expected;

    public void Expect(int count) => _expected = count;

    public void Add(RecordMetadata at) => _places.TryAdd((at.Topic, at.Partition, at.Offset), true);
}
