using System.Collections.Concurrent;
using KafkaGen.Accumulating;
using KafkaGen.Telemetry;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>
/// A record whose call is observed by metrics or a span. What listens to them is the application's code, so that they are told on threads of their own; of a span's record the caller is told
/// only then, so that it finds the span ended.
/// </summary>
internal sealed class ObservedReply : MetricEvent, IRecordReply
{
    private const int MostKept = 4_096;

    private static readonly ConcurrentQueue<ObservedReply> s_pool = new();

    private TopicLane? _lane;
    private Action<ObservedReply>? _onAnswered;
    private IRecordReply? _inner;
    private int _index;
    private long _startedAt;
    private SendTrace? _trace;
    private ProduceException? _error;
    private Acknowledgement _at;
    private DateTime _answeredAt;
    private int _isTold;

    /// <summary>Takes one.</summary>
    /// <param name="lane">The record's topic.</param>
    /// <param name="answer">What is observed.</param>
    /// <param name="inner">Who is told afterwards; nobody for a record that no caller awaits.</param>
    /// <param name="onAnswered">Told, by the thread that answers, when there is something to end.</param>
    internal static ObservedReply Rent(TopicLane lane, in Answer answer, IRecordReply? inner, Action<ObservedReply> onAnswered)
    {
        ObservedReply reply = s_pool.TryDequeue(out ObservedReply? idle) ? idle : new ObservedReply();
        reply._lane = lane;
        reply._onAnswered = onAnswered;
        reply._inner = inner;
        reply._index = answer.Index;
        reply._startedAt = answer.StartedAt;
        reply._trace = answer.Trace is { EndsWhenAccepted: false, Span: not null } trace ? trace : null;
        return reply;
    }

    public void Acknowledge(int index, in Acknowledgement at) => _at = at;

    public void Fail(int index, ProduceException error) => _error = error;

    public void Complete(int records)
    {
        _answeredAt = _trace is null ? default : DateTime.UtcNow;
        _onAnswered!(this);
    }

    /// <summary>Whether a span ends with the record.</summary>
    internal bool HasSpan => _trace is not null;

    /// <summary>Tells metrics what the record's caller was told, and takes the reply back.</summary>
    internal override void Measure()
    {
        try
        {
            MeasureDuration();
        }
        finally
        {
            Return();
        }
    }

    /// <summary>Ends the record's span.</summary>
    internal void End()
    {
        MeasureDuration();
        if (_trace?.Span is not { } span)
        {
            return;
        }

        span.SetEndTime(_answeredAt);
        if (_error is { } error)
        {
            SendSpans.Fail(span, ErrorTypes.Of(Code), error.Reason);
        }
        else
        {
            SendSpans.End(span, _at.Partition, _at.Offset);
        }
    }

    /// <summary>Tells the caller, once. A reply with a span is not used again: the application's code that it runs may return long after somebody else has told the caller.</summary>
    internal void Tell()
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            Note()?.Complete(1);
        }
    }

    private void MeasureDuration()
    {
        if (_startedAt > 0)
        {
            _lane!.Telemetry.OnAnswered(_startedAt, Code);
        }
    }

    private KafkaErrorCode Code => _error?.Code ?? KafkaErrorCode.None;

    private IRecordReply? Note()
    {
        IRecordReply? inner = _inner;
        if (_error is { } error)
        {
            inner?.Fail(_index, error);
        }
        else
        {
            inner?.Acknowledge(_index, in _at);
        }

        return inner;
    }

    /// <summary>Lets it be used again: nobody has it any more.</summary>
    internal void Return()
    {
        (_lane, _onAnswered, _inner, _trace, _error, _at) = (null, null, null, null, null, default);
        Volatile.Write(ref _isTold, 0);
        if (s_pool.Count < MostKept)
        {
            s_pool.Enqueue(this);
        }
    }
}
