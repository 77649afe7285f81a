using System.Threading.Channels;
using KafkaGen.Configuration;
using KafkaGen.Native;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Sending;

/// <summary>
/// Carries what the delivery thread learns to the application's logger: on a reader of its own, because a logging provider is the
/// application's code and may block.
/// </summary>
internal sealed class SenderEvents : IAsyncDisposable
{
    private const int MaxQueuedLines = 1024;
    private const string ClientErrors = "client errors";
    private static readonly TimeSpan s_failureInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_repeatInterval = TimeSpan.FromSeconds(30);

    private readonly SenderSettings _settings;
    private readonly ILogger _logger;
    private readonly Dictionary<string, ILogger> _librdkafka;
    private readonly RepeatedLines _repeated = new(s_repeatInterval);
    private readonly ConnectionTrouble _trouble = new();
    private readonly Channel<Action<ILogger>> _lines;
    private readonly Task _writer;
    private readonly Timer _failureTimer;
    private long _dropped;
    private long _failures;
    private ProduceException? _lastFailure;

    internal SenderEvents(SenderSettings settings, ILogger logger)
    {
        _settings = settings;
        _logger = logger;
        _librdkafka = LibrdkafkaFacilities.Groups.Select(one => one.Group).Append("").ToDictionary(
            group => group,
            group => settings.Logging.CreateLogger(group.Length == 0 ? LibrdkafkaFacilities.Category : $"{LibrdkafkaFacilities.Category}.{group}"));
        _lines = Channel.CreateBounded<Action<ILogger>>(
            new BoundedChannelOptions(MaxQueuedLines) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _writer = Task.Run(WriteLinesAsync);
        _failureTimer = new Timer(
            static state => ((SenderEvents)state!).OnTick(), this, s_failureInterval, s_failureInterval);
    }

    /// <summary>The last thing that went wrong with the client as a whole, such as a refused connection; explains a record's time-out.</summary>
    internal string? LastClientError => _trouble.Last;

    /// <summary>Why there is no OAuth token, while that is so.</summary>
    internal string? TokenProblem { get; private set; }

    internal void OnLog(int level, string facility, string text)
    {
        _trouble.OnLog(facility, text);

        // What is asked for by librdkafka's "debug" is told in full.
        const int Debug = 7;
        if (level >= Debug || _repeated.TryPass(facility, text, level, Environment.TickCount64))
        {
            string group = LibrdkafkaFacilities.GroupOf(facility);
            Queue(_ => KafkaGenLog.Librdkafka(_librdkafka[group], LibrdkafkaFacilities.LevelOf(level, group), facility, text));
        }
    }

    internal void OnClientError(KafkaErrorCode code, string reason, bool isFatal)
    {
        _trouble.OnError(code, reason);
        if (isFatal)
        {
            Queue(logger => KafkaGenLog.FatalError(logger, code, reason));
        }
        else if (code != KafkaErrorCode.LocalAllBrokersDown && _repeated.TryPass(ClientErrors, reason, level: 0, Environment.TickCount64))
        {
            // That all brokers are down is told once it is certain.
            Queue(logger => KafkaGenLog.ClientError(logger, code, reason));
        }
    }

    internal void OnClusterDown() =>
        Queue(logger => KafkaGenLog.ClusterDown(logger, _settings.BootstrapServers, LastClientError ?? "no answer within the time"));

    internal void OnClusterUp(TimeSpan after) => Queue(logger => KafkaGenLog.ClusterUp(logger, _settings.BootstrapServers, after.TotalSeconds));

    internal void OnStatisticsUnreadable(Exception error) => Queue(logger => KafkaGenLog.StatisticsUnreadable(logger, error));

    /// <summary>A record that nobody awaits failed. Counted, and logged once a second: a cluster that is down fails many.</summary>
    internal void OnUnobservedFailure(ProduceException error)
    {
        Volatile.Write(ref _lastFailure, error);
        Interlocked.Increment(ref _failures);
    }

    internal void OnFailureHandlerFault(Exception error) => Queue(logger => KafkaGenLog.FailureHandlerFailed(logger, error));

    internal void OnRecreated() => Queue(KafkaGenLog.Recreated);

    internal void OnRecreateFailed(Exception error) => Queue(logger => KafkaGenLog.RecreateFailed(logger, error));

    internal void OnToken() => TokenProblem = null;

    internal void OnTokenFailure(string reason, Exception? error)
    {
        TokenProblem = reason;
        Queue(logger => KafkaGenLog.TokenFailed(logger, reason, error));
    }

    internal void OnShutdownLeftRecords(int count) => Queue(logger => KafkaGenLog.ShutdownLeftRecords(logger, count));

    internal void OnDestroyTimedOut(TimeSpan bound) => Queue(logger => KafkaGenLog.DestroyTimedOut(logger, bound));

    internal void OnTimeoutsDiffer(SenderTopic topic, SenderTopic other) =>
        Queue(logger => KafkaGenLog.TimeoutsDiffer(logger, topic.Name, topic.MessageTimeoutMs, other.Name, other.MessageTimeoutMs));

    internal void OnOldLibrdkafka() => Queue(logger => KafkaGenLog.OldLibrdkafka(logger, LibrdkafkaResolver.VersionText()));

    public async ValueTask DisposeAsync()
    {
        await _failureTimer.DisposeAsync().ConfigureAwait(false);
        ReportFailures();
        ReportLeftOut(long.MaxValue);
        _lines.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    private void OnTick()
    {
        ReportFailures();
        ReportLeftOut(Environment.TickCount64);
    }

    private void ReportLeftOut(long now)
    {
        double seconds = s_repeatInterval.TotalSeconds;
        foreach ((string source, string text, int count, int level) in _repeated.TakeLeftOut(now))
        {
            string group = LibrdkafkaFacilities.GroupOf(source);
            Queue(source == ClientErrors
                ? logger => KafkaGenLog.ClientErrorRepeated(logger, text, count, seconds)
                : _ => KafkaGenLog.LibrdkafkaRepeated(_librdkafka[group], LibrdkafkaFacilities.LevelOf(level, group), source, text, count, seconds));
        }
    }

    private void ReportFailures()
    {
        long count = Interlocked.Exchange(ref _failures, 0);
        if (count > 0 && Volatile.Read(ref _lastFailure) is { } last)
        {
            Queue(logger => KafkaGenLog.EnqueuedRecordsFailed(logger, count, last.Reason, last));
        }
    }

    private void Queue(Action<ILogger> line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private async Task WriteLinesAsync()
    {
        await foreach (Action<ILogger> line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            line(_logger);
            long dropped = Interlocked.Exchange(ref _dropped, 0);
            if (dropped > 0)
            {
                KafkaGenLog.LinesDropped(_logger, dropped);
            }
        }
    }
}
