using System.Text.Json;

namespace KafkaGen.Telemetry;

/// <summary>
/// Reads librdkafka's statistics off the delivery thread: some hundred kilobytes of JSON for a cluster with many partitions. Only the newest matter, so those
/// that come while others are read wait in one place.
/// </summary>
internal sealed class StatisticsReader(ClientTags tags, Action<Exception> onUnreadable) : IThreadPoolWorkItem
{
    private byte[]? _next;
    private int _isReading;
    private volatile LibrdkafkaStatistics? _latest;

    internal ClientTags Tags => tags;

    /// <summary>The newest statistics that were read.</summary>
    internal LibrdkafkaStatistics? Latest => _latest;

    /// <summary>Takes statistics from the delivery thread.</summary>
    internal void Add(byte[] json)
    {
        Volatile.Write(ref _next, json);
        Schedule();
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            while (Interlocked.Exchange(ref _next, null) is { } json)
            {
                _latest = LibrdkafkaStatistics.Parse(json);
            }
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            onUnreadable(error);
        }

        Volatile.Write(ref _isReading, 0);
        if (Volatile.Read(ref _next) is not null)
        {
            Schedule();
        }
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _isReading, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
