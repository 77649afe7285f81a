using System.Diagnostics;
using KafkaGen.ApplicationCode;
using KafkaGen.Sending;

namespace KafkaGen.Telemetry;

/// <summary>
/// Ends the spans of reported records, off the delivery thread: what listens to them is code of the application. Only then are the record's room given
/// back and its caller told, so that a caller finds the span ended, and a slow listener slows the application down instead of filling the memory.
/// </summary>
internal sealed class SpanEnds
{
    private readonly SendBuffer _buffer;
    private readonly DeliveredRecords _delivered;
    private readonly Action _onRoom;
    private readonly Outlet<End> _ends;

    /// <param name="buffer">Where the records have their room.</param>
    /// <param name="onRoom">Told when records have left.</param>
    internal SpanEnds(SendBuffer buffer, Action onRoom)
    {
        _buffer = buffer;
        _delivered = new DeliveredRecords(buffer, areHeld: true);
        _onRoom = onRoom;
        _ends = new Outlet<End>("KafkaGen spans", int.MaxValue, (end, _) => Stop(end), Complete);
    }

    /// <summary>Adds a record whose answer is noted.</summary>
    internal void Add(End end)
    {
        if (!_ends.TryAdd(end))
        {
            Answer([end]);
        }
    }

    /// <summary>Waits until every span has ended and every caller is told, or <paramref name="until"/> is over: callers are then told without their spans.</summary>
    internal void Close(Deadline until) => Answer(_ends.Close(until));

    private void Stop(End end)
    {
        end.Stop();
        if (end.TakeRecord() is { } record)
        {
            _delivered.Add(in record, end.IsAcknowledged);
        }
    }

    private void Complete()
    {
        _delivered.Complete();
        _onRoom();
    }

    // Of its own: a listener that does not return may do so later.
    private void Answer(IReadOnlyList<End> ends)
    {
        DeliveredRecords delivered = new(_buffer, areHeld: true);
        foreach (End end in ends)
        {
            if (end.TakeRecord() is { } record)
            {
                delivered.Add(in record, end.IsAcknowledged);
            }
        }

        delivered.Complete();
        _onRoom();
    }

    /// <summary>The end of a record's span.</summary>
    internal sealed class End(InFlightRecord? record)
    {
        private int _isAnswered;

        internal required Activity Span { get; init; }

        internal required DateTime At { get; init; }

        internal required KafkaErrorCode Code { get; init; }

        internal string? Reason { get; init; }

        internal int Partition { get; init; }

        internal long Offset { get; init; }

        internal bool IsAcknowledged => Code == KafkaErrorCode.None;

        /// <summary>The record, once; none when somebody else answers for it.</summary>
        internal InFlightRecord? TakeRecord() => Interlocked.Exchange(ref _isAnswered, 1) == 0 ? record : null;

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
