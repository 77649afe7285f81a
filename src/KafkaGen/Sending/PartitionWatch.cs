using KafkaGen.Contracts;
using KafkaGen.Native;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>
/// Partitions a topic's records by the application's own rule. It knows how many partitions there are from the cluster, which it asks in the background: at
/// once, and then again and again, because a topic may grow.
/// </summary>
internal sealed class PartitionWatch
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    private readonly string _topic;
    private readonly CustomPartitioner _partitioner;
    private readonly Func<(KafkaErrorCode Code, int Partitions)?> _fetch;
    private readonly Action _onKnown;
    private readonly TimeSpan _refresh;
    private volatile int _count;
    private volatile KafkaErrorCode _lastError;

    /// <param name="topic">The topic's name.</param>
    /// <param name="partitioner">The rule.</param>
    /// <param name="fetch">Asks the cluster, blocking; <see langword="null"/> when the sender is closed.</param>
    /// <param name="onKnown">Told when the number is known for the first time.</param>
    /// <param name="refresh">How long a number is good; infinite when it is never asked for again.</param>
    internal PartitionWatch(
        string topic, CustomPartitioner partitioner, Func<(KafkaErrorCode Code, int Partitions)?> fetch, Action onKnown, TimeSpan refresh)
    {
        _topic = topic;
        _partitioner = partitioner;
        _fetch = fetch;
        _onKnown = onKnown;
        _refresh = refresh;
    }

    /// <summary>Whether records can be partitioned yet.</summary>
    internal bool IsReady => _count > 0;

    /// <summary>Why the number of partitions is not known.</summary>
    internal string Problem => _lastError == KafkaErrorCode.None ? "no broker has answered" : NativeProducer.Describe(_lastError);

    /// <summary>Gives a record with a key and without a partition its partition.</summary>
    /// <exception cref="CustomPartitionerException">The application's rule threw, or picked a partition that does not exist.</exception>
    internal void Assign(RecordBuffer record)
    {
        if (record.Partition is null && record.HasKey)
        {
            record.Partition = Choose(_partitioner, _topic, record.Key, _count);
        }
    }

    /// <summary>The partition that an application's rule picks.</summary>
    /// <exception cref="CustomPartitionerException">The rule threw, or picked a partition that does not exist.</exception>
    internal static int Choose(CustomPartitioner partitioner, string topic, ReadOnlySpan<byte> key, int count)
    {
        int partition;
        try
        {
            partition = partitioner.Partition(key, count);
        }
#pragma warning disable CA1031 // whatever the application's code throws is the record's answer
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            throw ProduceErrors.PartitionerThrew(topic, partitioner.Type, thrown);
        }

        return partition >= 0 && partition < count
            ? partition
            : throw ProduceErrors.PartitionerOutOfRange(topic, partitioner.Type, partition, count);
    }

    /// <summary>Asks until <paramref name="stopped"/>.</summary>
    internal async Task RunAsync(CancellationToken stopped)
    {
        while (await Task.Run(_fetch, CancellationToken.None).ConfigureAwait(false) is { } answer)
        {
            _lastError = answer.Code;
            bool isAnswered = answer is { Code: KafkaErrorCode.None, Partitions: > 0 };
            if (isAnswered)
            {
                bool isFirst = !IsReady;
                _count = answer.Partitions;
                if (isFirst)
                {
                    _onKnown();
                }
            }

            try
            {
                await Task.Delay(isAnswered ? _refresh : s_retry, stopped).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
