using System.Diagnostics;
using System.Threading.Channels;
using KafkaGen.Sending;

namespace KafkaGen.Telemetry;

/// <summary>
/// Ends the spans of reported records, off the delivery thread: what listens to them is code of the application. Only then are the record's room given
/// back and its caller told, so that a caller finds the span ended, and a slow listener slows the application down instead of filling the memory.
/// </summary>
internal sealed class SpanEnds : IAsyncDisposable
{
    private readonly DeliveredRecords _delivered;
    private readonly Action _onRoom;
    private readonly Channel<End> _ends = Channel.CreateUnbounded<End>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Task _worker;

    /// <param name="delivered">Where records go from here.</param>
    /// <param name="onRoom">Told when records have left.</param>
    internal SpanEnds(DeliveredRecords delivered, Action onRoom)
    {
        _delivered = delivered;
        _onRoom = onRoom;
        using (ExecutionContext.SuppressFlow())
        {
            _worker = Task.Run(EndAsync);
        }
    }

    /// <summary>Adds a record whose answer is noted.</summary>
    internal void Add(in End end) => _ends.Writer.TryWrite(end);

    /// <summary>Completes when every span has ended and every caller is told.</summary>
    public async ValueTask DisposeAsync()
    {
        _ends.Writer.TryComplete();
        await _worker.ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        while (await _ends.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_ends.Reader.TryRead(out End end))
            {
                end.Stop();
                if (end.Record is { } record)
                {
                    record.Topic.EndHold(record.Size);
                    _delivered.Add(in record, end.IsAcknowledged);
                }
            }

            _delivered.Complete();
            _onRoom();
        }
    }

    /// <summary>The end of a record's span.</summary>
    internal readonly struct End
    {
        internal required Activity Span { get; init; }

        internal required DateTime At { get; init; }

        internal required KafkaErrorCode Code { get; init; }

        internal string? Reason { get; init; }

        internal int Partition { get; init; }

        internal long Offset { get; init; }

        /// <summary>The record, unless somebody else answers for it.</summary>
        internal InFlightRecord? Record { get; init; }

        internal bool IsAcknowledged => Code == KafkaErrorCode.None;

        internal void Stop()
        {
            Span.SetEndTime(At);
            if (IsAcknowledged)
            {
                SendSpans.End(Span, Partition, Offset);
            }
            else
            {
                SendSpans.Fail(Span, ErrorTypes.Of(Code), Reason, Partition);
            }
        }
    }
}
