using KafkaGen.ApplicationCode;

namespace KafkaGen.Health;

/// <summary>
/// Whether brokers answer. librdkafka tells when connections fail and never when one is up again, and an idle producer sends nothing that would show it: so
/// after an error the live client is asked for metadata, until it gets them. While nothing fails, nothing is asked.
/// </summary>
internal sealed class ClusterWatch
{
    // A broker that is far away answers within the longer bounds; a shutdown waits for the call that runs.
    private static readonly TimeSpan[] s_bounds = [TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500)];
    private static readonly TimeSpan s_whileDown = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_whileSuspect = TimeSpan.FromSeconds(5);

    // A broker that is killed stays in the cluster's metadata until its session ends (broker.session.timeout.ms, 9 s); one that is taken away for good is
    // forgotten some time.
    private static readonly TimeSpan s_afterError = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_missing = TimeSpan.FromMinutes(10);

    private readonly Func<TimeSpan, ClusterAnswer?> _ask;
    private readonly Action _onDown;
    private readonly Action<TimeSpan> _onUp;
    private readonly CancellationToken _stopping;
    private readonly object _gate = new();
    private readonly SemaphoreSlim _errors = new(0);
    private ClusterContact _contact;
    private long _firstError;
    private long _lastError;
    private long _missingSince;
    private int _mostBrokers;
    private bool _isAsking;

    /// <param name="isConnecting">Whether the client connects at start, rather than for its first record.</param>
    /// <param name="ask">Asks for metadata within a bound; <see langword="null"/> when the client is closed or makes a new native producer.</param>
    /// <param name="onDown">Told once when no broker answers.</param>
    /// <param name="onUp">Told once when one answers after that, and how long none had.</param>
    /// <param name="stopping">Ends all.</param>
    internal ClusterWatch(bool isConnecting, Func<TimeSpan, ClusterAnswer?> ask, Action onDown, Action<TimeSpan> onUp, CancellationToken stopping)
    {
        _ask = ask;
        _onDown = onDown;
        _onUp = onUp;
        _stopping = stopping;
        _contact = new ClusterContact { IsReachable = isConnecting ? false : null, Since = Environment.TickCount64 };
    }

    /// <summary>What is known now.</summary>
    internal ClusterContact Contact => Volatile.Read(ref _contact);

    /// <summary>Something about a connection went wrong.</summary>
    internal void OnError()
    {
        lock (_gate)
        {
            _lastError = Environment.TickCount64;
            if (_firstError == 0)
            {
                _firstError = _lastError;
            }

            if (_isAsking)
            {
                if (_errors.CurrentCount == 0)
                {
                    _errors.Release();
                }

                return;
            }

            _isAsking = true;
        }

        _ = OwnThread.Detached(() => Task.Run(AskAsync));
    }

    /// <summary>A broker has answered.</summary>
    internal void OnAnswer(int brokers)
    {
        TimeSpan? wasDown = null;
        lock (_gate)
        {
            long now = Environment.TickCount64;
            if (_contact.IsDown)
            {
                wasDown = TimeSpan.FromMilliseconds(now - _contact.Since);
            }

            _firstError = 0;
            _mostBrokers = Math.Max(_mostBrokers, brokers);
            _missingSince = brokers == _mostBrokers ? 0 : _missingSince == 0 ? now : _missingSince;
            if (_missingSince != 0 && now - _missingSince > s_missing.TotalMilliseconds)
            {
                _mostBrokers = brokers;
                _missingSince = 0;
            }

            _contact = new ClusterContact { IsReachable = true, Since = now, Brokers = brokers, MissingBrokers = _mostBrokers - brokers };
        }

        if (wasDown is { } duration)
        {
            _onUp(duration);
        }
    }

    private async Task AskAsync()
    {
        int failures = 0;
        while (true)
        {
            // It blocks, on a thread of the pool.
            ClusterAnswer? answer = _stopping.IsCancellationRequested ? null : _ask(s_bounds[Math.Min(failures, s_bounds.Length - 1)]);
            if (answer is { Code: KafkaErrorCode.None })
            {
                failures = 0;
                OnAnswer(answer.Value.Brokers);
            }
            else if (answer is not null && ++failures == s_bounds.Length)
            {
                GoDown();
            }

            TimeSpan delay;
            lock (_gate)
            {
                bool isQuiet = failures == 0
                    && _firstError == 0
                    && _missingSince == 0
                    && Environment.TickCount64 - _lastError > s_afterError.TotalMilliseconds;
                if (isQuiet || _stopping.IsCancellationRequested)
                {
                    _isAsking = false;
                    return;
                }

                delay = answer is null || failures >= s_bounds.Length ? s_whileDown : failures == 0 ? s_whileSuspect : TimeSpan.Zero;
            }

            await PauseAsync(delay, isWoken: failures == 0 && answer is not null).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(TimeSpan delay, bool isWoken)
    {
        try
        {
            // An error cuts the pause short, unless there is nothing but errors.
            await (isWoken ? _errors.WaitAsync(delay, _stopping) : Task.Delay(delay, _stopping)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop ends.
        }
    }

    private void GoDown()
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || _contact.IsDown)
            {
                return;
            }

            // A client that never had contact has none since its start.
            long since = _contact.IsReachable == false || _firstError == 0 ? _contact.Since : _firstError;
            _contact = new ClusterContact { IsReachable = false, IsDown = true, Since = since, Brokers = 0 };
        }

        _onDown();
    }
}
