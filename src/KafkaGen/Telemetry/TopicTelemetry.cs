using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using KafkaGen.ApplicationCode;
using KafkaGen.Contracts;

namespace KafkaGen.Telemetry;

/// <summary>
/// Spans and metrics of one topic's records. While nobody listens, a record costs two looks at a field; while metrics alone are listened to, it allocates
/// nothing.
/// </summary>
internal sealed class TopicTelemetry
{
    private readonly string _sendName;
    private readonly string _createName;
    private readonly bool _propagates;
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly KeyValuePair<string, object?>[] _sendTags;
    private readonly KeyValuePair<string, object?>[] _createTags;
    private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>[]> _errorTags = new();

    internal TopicTelemetry(ClientTags client, string topic, bool propagates)
    {
        _sendName = $"{TelemetryTags.Send} {topic}";
        _createName = $"{TelemetryTags.Create} {topic}";
        _propagates = propagates;
        _tags = TagsOf(client, topic, TelemetryTags.Send);
        _sendTags = [.. _tags, new(TelemetryTags.ClientId, client.ClientId)];
        _createTags = TagsOf(client, topic, TelemetryTags.Create);
    }

    /// <summary>Whether anyone listens.</summary>
    internal static bool IsListenedTo => SendInstruments.OperationDuration.Enabled || SendSpans.Source.HasListeners();

    /// <summary>Begins to observe a call.</summary>
    /// <param name="trace">What is traced already, of a record of a batch.</param>
    /// <param name="isOfBatch">Whether it is one.</param>
    /// <param name="options">The call's options.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Observation Begin(SendTrace? trace, bool isOfBatch, in ProduceOptions options) => new(
        Stopwatch.GetTimestamp(), trace ?? (!isOfBatch && SendSpans.Source.HasListeners() ? BeginSend(in options) : null));

    /// <summary>Gives an encoded record the headers by which a consumer continues the trace.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void OnEncoded(in Observation observed, RecordBuffer record, in ProduceOptions options, string? keyShape)
    {
        if (observed.Trace is { } trace)
        {
            OnTracedEncoded(trace, record, in options, keyShape);
        }
    }

    /// <summary>Begins the span of a batch, and one for each of its records, if anyone listens.</summary>
    internal BatchTrace? BeginBatch(int records, in ProduceOptions options) =>
        records > 0 && SendSpans.Source.HasListeners() ? BeginTracedBatch(records, in options) : null;

    /// <summary>A record has got into the buffer after it had waited for room.</summary>
    internal void OnRoomFound(in Observation observed)
    {
        if (observed.StartedAt > 0 && SendInstruments.RoomWait.Enabled)
        {
            Guarded.Measure(SendInstruments.RoomWait, Stopwatch.GetElapsedTime(observed.StartedAt).TotalSeconds, _tags);
        }
    }

    /// <summary>A record was not accepted.</summary>
    internal void OnRefused(in Observation observed, Exception error) => OnRefused(in observed, ErrorTypes.Of(error), error.Message);

    /// <summary>There was no room for a record, and its caller does not wait.</summary>
    internal void OnNoRoom(in Observation observed) => OnRefused(in observed, ErrorTypes.Of(KafkaErrorCode.LocalQueueFull), "The buffer is full.");

    /// <summary>Accepted records were acknowledged.</summary>
    internal void OnDelivered(int records)
    {
        if (SendInstruments.Delivered.Enabled)
        {
            Guarded.Count(SendInstruments.Delivered, records, _tags);
        }

        if (SendInstruments.SentMessages.Enabled)
        {
            Guarded.Count(SendInstruments.SentMessages, records, _tags);
        }
    }

    /// <summary>Accepted records failed.</summary>
    internal void OnFailed(KafkaErrorCode code, RecordPersistence status, int records = 1)
    {
        if (SendInstruments.Failed.Enabled)
        {
            Guarded.Count(SendInstruments.Failed, records, TagsOf(ErrorTypes.Of(code)));
        }

        // What never left is not counted as sent.
        if (SendInstruments.SentMessages.Enabled && (code > 0 || status == RecordPersistence.PossiblyPersisted))
        {
            Guarded.Count(SendInstruments.SentMessages, records, TagsOf(ErrorTypes.Of(code)));
        }
    }

    /// <summary>A record is answered whose call was observed from <paramref name="startedAt"/> on.</summary>
    internal void OnAnswered(long startedAt, KafkaErrorCode code)
    {
        if (SendInstruments.OperationDuration.Enabled)
        {
            Guarded.Measure(
                SendInstruments.OperationDuration,
                Stopwatch.GetElapsedTime(startedAt).TotalSeconds,
                code == KafkaErrorCode.None ? _tags : TagsOf(ErrorTypes.Of(code)));
        }
    }

    private static KeyValuePair<string, object?>[] TagsOf(ClientTags client, string topic, string operation) =>
    [
        .. client.Shared,
        new(TelemetryTags.OperationName, operation),
        new(TelemetryTags.OperationType, operation),
        new(TelemetryTags.Topic, topic),
    ];

    private KeyValuePair<string, object?>[] TagsOf(string errorType) =>
        _errorTags.GetOrAdd(errorType, static (type, tags) => [.. tags, new(TelemetryTags.ErrorType, type)], _tags);

    private SendTrace? BeginSend(in ProduceOptions options)
    {
        ActivityContext? given = TraceHeaders.GivenBy(options.Headers);
        Activity? ambient = Activity.Current;
        Activity? span = given is { } context
            ? SendSpans.Begin(_sendName, ActivityKind.Client, _sendTags, [new ActivityLink(context)])
            : SendSpans.Begin(_sendName, ActivityKind.Producer, _sendTags);

        // A span that is not sampled leaves the trace to the caller's, so that a consumer does not begin one of its own.
        return span is null && ambient is null ? null : new SendTrace(span, span ?? ambient);
    }

    private BatchTrace BeginTracedBatch(int records, in ProduceOptions options)
    {
        KeyValuePair<string, object?>[] tags = [.. _sendTags, new(TelemetryTags.BatchCount, records)];
        if (TraceHeaders.GivenBy(options.Headers) is { } given)
        {
            return new BatchTrace(SendSpans.Begin(_sendName, ActivityKind.Client, tags, [new ActivityLink(given)]), null);
        }

        Activity? ambient = Activity.Current;
        var traces = new SendTrace[records];
        var links = new List<ActivityLink>(records);
        for (int i = 0; i < records; i++)
        {
            Activity? span = SendSpans.Begin(_createName, ActivityKind.Producer, _createTags);
            traces[i] = new SendTrace(span, span ?? ambient) { EndsWhenAccepted = true };
            if (span is not null)
            {
                links.Add(new ActivityLink(span.Context));
            }
        }

        return new BatchTrace(SendSpans.Begin(_sendName, ActivityKind.Client, tags, links), traces);
    }

    private void OnTracedEncoded(SendTrace trace, RecordBuffer record, in ProduceOptions options, string? keyShape)
    {
        if (trace.Span is { IsAllDataRequested: true } span)
        {
            if (record.IsTombstone)
            {
                span.SetTag(TelemetryTags.Tombstone, true);
            }

            // Other keys have no string form that everybody would agree on.
            if (record.HasKey && keyShape == "text")
            {
                span.SetTag(TelemetryTags.Key, System.Text.Encoding.UTF8.GetString(record.Key));
            }
        }

        if (_propagates && trace.Context is { } context)
        {
            new TraceHeaders(record, options.Headers).Inject(context);
        }
    }

    private void OnRefused(in Observation observed, string errorType, string description)
    {
        if (SendInstruments.Refused.Enabled)
        {
            Guarded.Count(SendInstruments.Refused, 1, TagsOf(errorType));
        }

        if (observed.Trace?.Span is { } span)
        {
            SendSpans.Fail(span, errorType, description);
        }
    }
}
