using System.Threading.Channels;
using KafkaGen.Native;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Sending;

/// <summary>
/// Carries what the delivery thread learns to the application's logger: on a reader of its own, because a logging provider is the
/// application's code and may block.
/// </summary>
internal sealed class SenderEvents : IAsyncDisposable
{
    private const int MaxQueuedLines = 1024;
    private static readonly TimeSpan s_failureInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger;
    private readonly ConnectionTrouble _trouble = new();
    private readonly Channel<Action<ILogger>> _lines;
    private readonly Task _writer;
    private readonly Timer _failureTimer;
    private long _dropped;
    private long _failures;
    private ProduceException? _lastFailure;

    internal SenderEvents(ILogger logger)
    {
        _logger = logger;
        _lines = Channel.CreateBounded<Action<ILogger>>(
            new BoundedChannelOptions(MaxQueuedLines) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _writer = Task.Run(WriteLinesAsync);
        _failureTimer = new Timer(
            static state => ((SenderEvents)state!).ReportFailures(), this, s_failureInterval, s_failureInterval);
    }

    /// <summary>The last thing that went wrong with the client as a whole, such as a refused connection; explains a record's time-out.</summary>
    internal string? LastClientError => _trouble.Last;

    internal void OnLog(int level, string facility, string text)
    {
        _trouble.OnLog(facility, text);
        Queue(logger => SenderLog.Librdkafka(logger, LevelOf(level), facility, text));
    }

    internal void OnClientError(KafkaErrorCode code, string reason, bool isFatal)
    {
        _trouble.OnError(code, reason);
        Queue(isFatal ? logger => SenderLog.FatalError(logger, code, reason) : logger => SenderLog.ClientError(logger, code, reason));
    }

    /// <summary>A record that nobody awaits failed. Counted, and logged once a second: a cluster that is down fails many.</summary>
    internal void OnUnobservedFailure(ProduceException error)
    {
        Volatile.Write(ref _lastFailure, error);
        Interlocked.Increment(ref _failures);
    }

    internal void OnFailureHandlerFault(Exception error) => Queue(logger => SenderLog.FailureHandlerFailed(logger, error));

    internal void OnRecreated() => Queue(SenderLog.Recreated);

    internal void OnRecreateFailed(Exception error) => Queue(logger => SenderLog.RecreateFailed(logger, error));

    internal void OnTokenFailure(string reason, Exception? error) => Queue(logger => SenderLog.TokenFailed(logger, reason, error));

    internal void OnShutdownLeftRecords(int count) => Queue(logger => SenderLog.ShutdownLeftRecords(logger, count));

    internal void OnDestroyTimedOut(TimeSpan bound) => Queue(logger => SenderLog.DestroyTimedOut(logger, bound));

    internal void OnOldLibrdkafka() => Queue(logger => SenderLog.OldLibrdkafka(logger, LibrdkafkaResolver.VersionText()));

    public async ValueTask DisposeAsync()
    {
        await _failureTimer.DisposeAsync().ConfigureAwait(false);
        ReportFailures();
        _lines.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    // Syslog levels, as librdkafka uses them.
    private static LogLevel LevelOf(int syslogLevel) => syslogLevel switch
    {
        <= 2 => LogLevel.Critical,
        3 => LogLevel.Error,
        4 => LogLevel.Warning,
        <= 6 => LogLevel.Information,
        _ => LogLevel.Debug,
    };

    private void ReportFailures()
    {
        long count = Interlocked.Exchange(ref _failures, 0);
        if (count > 0 && Volatile.Read(ref _lastFailure) is { } last)
        {
            Queue(logger => SenderLog.EnqueuedRecordsFailed(logger, count, last.Reason, last));
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
                SenderLog.LinesDropped(_logger, dropped);
            }
        }
    }
}
