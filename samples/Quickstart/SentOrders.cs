using System.Diagnostics;
using KafkaGen;

namespace Quickstart;

/// <summary>Produces orders, many in flight at once, and keeps what became of each.</summary>
internal sealed class SentOrders(ITopicProducer<OrderPlaced> producer, int inFlight)
{
    private readonly SemaphoreSlim _window = new(inFlight);
    private readonly List<SentOrder> _orders = [];
    private int _acknowledged;
    private int _failed;

    /// <summary>The orders in the sequence of the file.</summary>
    public IReadOnlyList<SentOrder> All => _orders;

    public int InFlight => inFlight;

    public int AcknowledgedCount => Volatile.Read(ref _acknowledged);

    public int FailedCount => Volatile.Read(ref _failed);

    /// <summary>From reading the first line to the last answer.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Produces all orders and completes when each is answered.</summary>
    public async Task ProduceAsync(IAsyncEnumerable<(int Line, OrderPlaced Order)> orders, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var answers = new List<Task>();
        await foreach ((int line, OrderPlaced order) in orders)
        {
            await _window.WaitAsync(cancellationToken);
            var sent = new SentOrder(line, order);
            _orders.Add(sent);
            answers.Add(ProduceAsync(sent, cancellationToken));
        }

        await Task.WhenAll(answers);
        Duration = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The time that a share of the acknowledgements did not exceed, from the call to the broker's answer.</summary>
    public TimeSpan Percentile(double share)
    {
        TimeSpan[] times = [.. _orders.Where(order => order.At is not null).Select(order => order.AcknowledgedAfter).Order()];
        return times.Length == 0 ? TimeSpan.Zero : times[Math.Max(0, (int)Math.Ceiling(share * times.Length) - 1)];
    }

    private async Task ProduceAsync(SentOrder sent, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            sent.At = await producer.ProduceAsync(sent.Order, cancellationToken);
            sent.AcknowledgedAfter = Stopwatch.GetElapsedTime(start);
            Interlocked.Increment(ref _acknowledged);
        }
        catch (KafkaGenException refused)
        {
            Interlocked.Increment(ref _failed);
            Progress.Report($"line {sent.Line}: {refused.Message}");
        }
        finally
        {
            _window.Release();
        }
    }
}

/// <summary>One order on its way.</summary>
internal sealed class SentOrder(int line, OrderPlaced order)
{
    public int Line { get; } = line;

    public OrderPlaced Order { get; } = order;

    /// <summary>Where it is stored, or <see langword="null"/> as long as it is not acknowledged.</summary>
    public RecordMetadata? At { get; set; }

    public TimeSpan AcknowledgedAfter { get; set; }
}
