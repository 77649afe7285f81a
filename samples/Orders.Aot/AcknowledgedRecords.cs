using System.Collections.Concurrent;
using KafkaGen;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orders;

/// <summary>What the brokers have answered, so that the program can check itself.</summary>
internal sealed class AcknowledgedRecords
{
    private readonly ConcurrentDictionary<(string Topic, int Partition, long Offset), bool> _places = new();
    private int _produced;
    private volatile bool _isFinished;

    public int Produced => _produced;

    /// <summary>How many records were acknowledged, each at a place of its own.</summary>
    public int Count => _places.Count;

    public bool IsComplete => _isFinished && Count == _produced;

    /// <summary>What the health check told when the last record was answered.</summary>
    public HealthStatus Health { get; private set; }

    /// <summary>Says that no more records will be produced. A worker that fails never does.</summary>
    public void Finish(HealthStatus health)
    {
        Health = health;
        _isFinished = true;
    }

    public async Task AddAsync(ValueTask<RecordMetadata> answer)
    {
        Interlocked.Increment(ref _produced);
        Add(await answer);
    }

    public void Add(ProduceBatchResult batch)
    {
        batch.ThrowIfFailed();
        Interlocked.Add(ref _produced, batch.Results.Count);
        foreach (ProduceResult result in batch.Results)
        {
            Add(result.Metadata);
        }
    }

    private void Add(RecordMetadata at) => _places.TryAdd((at.Topic, at.Partition, at.Offset), true);
}
