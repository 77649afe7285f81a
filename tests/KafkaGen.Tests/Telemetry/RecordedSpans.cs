using System.Collections.Concurrent;
using System.Diagnostics;

namespace KafkaGen.Tests.Telemetry;

/// <summary>Listens to the spans below one of its own, which is the current one until it is disposed: other tests' records stay unlistened to.</summary>
public sealed class RecordedSpans : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = [];

    /// <param name="isSampled">Whether spans are made; otherwise their listener declines each.</param>
    public RecordedSpans(bool isSampled = true)
    {
        Root = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        Root.TraceStateString = "vendor=1";
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == KafkaGenTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                isSampled && options.Parent.TraceId == Root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The caller's span.</summary>
    public Activity Root { get; }

    /// <summary>The spans that have ended.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    public void Dispose()
    {
        _listener.Dispose();
        Root.Stop();
        Root.Dispose();
    }
}
