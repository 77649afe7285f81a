using System.Diagnostics;
using System.Globalization;
using KafkaGen.ApplicationCode;

namespace KafkaGen.Telemetry;

/// <summary>The spans of records: how they begin and end. They end on another thread, so they are never left as <see cref="Activity.Current"/>.</summary>
internal static class SendSpans
{
    internal static readonly ActivitySource Source = new(KafkaGenTelemetry.ActivitySourceName, KafkaGenTelemetry.Version);

    /// <summary>Begins a span below the caller's, which stays the current one.</summary>
    internal static Activity? Begin(
        string name, ActivityKind kind, KeyValuePair<string, object?>[] tags, IEnumerable<ActivityLink>? links = null)
    {
        Activity? current = Activity.Current;
        try
        {
            return Source.StartActivity(name, kind, default(ActivityContext), tags, links);
        }
#pragma warning disable CA1031 // a listener is the application's code: what it throws costs the span, not the record
        catch
#pragma warning restore CA1031
        {
            return null;
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Ends the span of a record that has a place in its topic.</summary>
    internal static void End(Activity span, int partition, long offset)
    {
        if (span.IsStopped)
        {
            return;
        }

        SetPartition(span, partition);
        if (offset >= 0)
        {
            span.SetTag(TelemetryTags.Offset, offset);
        }

        Stop(span);
    }

    /// <summary>Ends the span of something that failed.</summary>
    internal static void Fail(Activity span, string errorType, string? description, int partition = -1)
    {
        if (span.IsStopped)
        {
            return;
        }

        SetPartition(span, partition);
        span.SetTag(TelemetryTags.ErrorType, errorType);
        span.SetStatus(ActivityStatusCode.Error, description);
        Stop(span);
    }

    /// <summary>Ends a span.</summary>
    internal static void Stop(Activity span)
    {
        // It makes the span that was current at its start the current one of this thread.
        Activity? current = Activity.Current;
        Guarded.Stop(span);
        Activity.Current = current;
    }

    private static void SetPartition(Activity span, int partition)
    {
        if (partition >= 0)
        {
            span.SetTag(TelemetryTags.Partition, partition.ToString(CultureInfo.InvariantCulture));
        }
    }
}
