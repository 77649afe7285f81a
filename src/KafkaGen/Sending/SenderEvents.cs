using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Native;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Sending;

/// <summary>
/// What is logged of a sender, with the last thing that went wrong with it.
/// </summary>
internal sealed class SenderEvents
{
    private const string ClientErrors = "client errors";
    private static readonly TimeSpan s_failureInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_repeatInterval = TimeSpan.FromSeconds(30);

    private readonly SenderSettings _settings;
    private readonly ILogger _logger;
    private readonly Dictionary<string, ILogger> _librdkafka;
    private readonly RepeatedLines _repeated = new(s_repeatInterval);
    private readonly ConnectionTrouble _trouble = new();
    private readonly Timer _failureTimer;
    private long _failures;
    private ProduceException? _lastFailure;

    internal SenderEvents(SenderSettings settings, ClientLog log)
    {
        _settings = settings;
        _logger = log.CreateLogger(KafkaGenLog.Category);
        _librdkafka = LibrdkafkaFacilities.Groups.Select(one => one.Group).Append("").ToDictionary(
            group => group,
            group => log.CreateLogger(group.Length == 0 ? LibrdkafkaFacilities.Category : $"{LibrdkafkaFacilities.Category}.{group}"));
        _failureTimer = OwnThread.Detached(() => new Timer(
            static state => ((SenderEvents)state!).OnTick(), this, s_failureInterval, s_failureInterval));
    }

    /// <summary>The last thing that went wrong with the client as a whole, such as a refused connection; explains a record's time-out.</summary>
    internal string? LastClientError => _trouble.Last(Environment.TickCount64);

    /// <summary>That the cluster was replaced by another one, until that has stored records.</summary>
    internal string? Replaced => _trouble.Replaced;

    /// <summary>A broker has answered.</summary>
    internal void OnContact(long now) => _trouble.OnContact(now);

    /// <summary>A broker has stored records.</summary>
    internal void OnDelivered(long now) => _trouble.OnDelivered(now);

    /// <summary>Another cluster stands behind the same addresses.</summary>
    internal void OnClusterReplaced(string before, string now)
    {
        _trouble.OnClusterReplaced(before, now);
        KafkaGenLog.ClusterReplaced(_logger, _settings.BootstrapServers, before, now);
    }

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
            KafkaGenLog.Librdkafka(_librdkafka[group], LibrdkafkaFacilities.LevelOf(level, group), facility, text);
        }
    }

    internal void OnClientError(KafkaErrorCode code, string reason, bool isFatal)
    {
        _trouble.OnError(code, reason, Environment.TickCount64);
        if (isFatal)
        {
            KafkaGenLog.FatalError(_logger, code, reason);
        }
        else if (code != KafkaErrorCode.LocalAllBrokersDown && _repeated.TryPass(ClientErrors, reason, level: 0, Environment.TickCount64))
        {
            // That all brokers are down is told once it is certain.
            KafkaGenLog.ClientError(_logger, code, reason);
        }
    }

    internal void OnClusterDown(string? lastError) =>
        KafkaGenLog.ClusterDown(_logger, _settings.BootstrapServers, lastError ?? "no answer within the time");

    internal void OnClusterUp(TimeSpan after) => KafkaGenLog.ClusterUp(_logger, _settings.BootstrapServers, after.TotalSeconds);

    internal void OnStatisticsUnreadable(Exception error) => KafkaGenLog.StatisticsUnreadable(_logger, error);

    /// <summary>A record that nobody awaits failed. Counted, and logged once a second: a cluster that is down fails many.</summary>
    internal void OnUnobservedFailure(ProduceException error, int records = 1)
    {
        Volatile.Write(ref _lastFailure, error);
        Interlocked.Add(ref _failures, records);
    }

    internal void OnFailureHandlerFault(Exception error) => KafkaGenLog.FailureHandlerFailed(_logger, error);

    internal void OnRecreated() => KafkaGenLog.Recreated(_logger);

    internal void OnRecreateFailed(Exception error) => KafkaGenLog.RecreateFailed(_logger, error);

    internal void OnToken() => TokenProblem = null;

    internal void OnTokenFailure(string reason, Exception? error)
    {
        TokenProblem = reason;
        KafkaGenLog.TokenFailed(_logger, reason, error);
    }

    internal void OnShutdownLeftRecords(int count) => KafkaGenLog.ShutdownLeftRecords(_logger, count);

    internal void OnDestroyTimedOut(TimeSpan bound) => KafkaGenLog.DestroyTimedOut(_logger, bound);

    internal void OnTimeoutsDiffer(SenderTopic topic, SenderTopic other) =>
        KafkaGenLog.TimeoutsDiffer(_logger, topic.Name, topic.MessageTimeoutMs, other.Name, other.MessageTimeoutMs);

    internal void OnOldLibrdkafka() => KafkaGenLog.OldLibrdkafka(_logger, LibrdkafkaResolver.VersionText());

    internal void OnFailuresNotHandled(string topic, int count, TimeSpan waited) =>
        KafkaGenLog.FailuresNotHandled(_logger, topic, waited.TotalSeconds, count);

    /// <summary>Reports what is counted, and ends.</summary>
    internal void Close()
    {
        _failureTimer.Dispose();
        ReportFailures();
        ReportLeftOut(long.MaxValue);
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
            if (source == ClientErrors)
            {
                KafkaGenLog.ClientErrorRepeated(_logger, text, count, seconds);
            }
            else
            {
                KafkaGenLog.LibrdkafkaRepeated(_librdkafka[group], LibrdkafkaFacilities.LevelOf(level, group), source, text, count, seconds);
            }
        }
    }

    private void ReportFailures()
    {
        long count = Interlocked.Exchange(ref _failures, 0);
        if (count > 0 && Volatile.Read(ref _lastFailure) is { } last)
        {
            KafkaGenLog.EnqueuedRecordsFailed(_logger, count, last.Reason, last);
        }
    }
}
