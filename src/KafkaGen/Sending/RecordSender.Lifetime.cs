using KafkaGen.Configuration;
using KafkaGen.Native;
using KafkaGen.Telemetry;

namespace KafkaGen.Sending;

// Beginning and end: warm-up, another native producer after a fatal error, and closing.
internal sealed partial class RecordSender
{
    /// <summary><see cref="WarmUp"/> on a thread of its own, because the native calls block while nobody answers.</summary>
    internal Task BeginWarmUp() => Task.Factory.StartNew(WarmUp, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>
    /// Connects and asks for a producer id before the first record: without it the first acknowledgement of an idempotent producer waits out
    /// a timer of half a second.
    /// </summary>
    private void WarmUp()
    {
        const int Rounds = 2;

        // In short calls, because a shutdown waits for the one that runs.
        long until = Environment.TickCount64 + (long)s_warmUpBound.TotalMilliseconds;
        for (int done = 0; done < Rounds && Environment.TickCount64 < until && TryEnter() is { } session;)
        {
            try
            {
                (KafkaErrorCode code, int brokers) = session.Native.FetchMetadata(s_warmUpSlice);
                if (code == KafkaErrorCode.None)
                {
                    done++;
                    _watch.OnAnswer(brokers);
                }
            }
            finally
            {
                session.Gate.Leave();
            }
        }

        if (Contact.IsReachable != true)
        {
            // Not even a refused connection has told that nobody is there.
            _watch.OnError();
        }
    }

    /// <summary>Stops intake, sends what was accepted until <paramref name="cancellationToken"/> ends it, answers every record, and frees all.</summary>
    internal Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_closeGate)
        {
            return _closing ??= Task.Run(() => CloseOnceAsync(cancellationToken), CancellationToken.None);
        }
    }

    private static NativeProducer CreateNative(SenderSettings settings)
    {
        using NativeConfiguration configuration = settings.ToNative();
        return NativeProducer.Create(configuration, asksForTokens: settings.TokenProvider is not null);
    }

    private SenderSession SessionOf(NativeProducer native) => new(native, this)
    {
        Tokens = _settings.TokenProvider is { } provider ? new TokenRefresher(provider, native, _events) : null,
    };

    private void Recreate(SenderSession failed)
    {
        if (failed.TryFail())
        {
            lock (_closeGate)
            {
                _recreating = _closing is null ? Task.Run(() => RecreateAsync(failed)) : _recreating;
            }
        }
    }

    // The failed producer answers all that it had accepted before the new one sends anything, and nothing is sent again: a new producer id could not
    // tell what is stored already. Calls wait in line meanwhile.
    private async Task RecreateAsync(SenderSession failed)
    {
        await failed.Gate.CloseAsync().ConfigureAwait(false);
        await EndAsync(failed).ConfigureAwait(false);
        while (!_isClosed)
        {
            try
            {
                NativeProducer native = CreateNative(_settings);
                if (_credentials is var (username, password))
                {
                    SetCredentials(native, username, password);
                }

                SenderSession next = SessionOf(native);
                _session = next;
                next.Start();
                _events.OnRecreated();
                _line.Signal();
                if (_settings.IsWarmUp)
                {
                    // Not awaited: closing waits for this task, and a warm-up without brokers goes on until the sender is closed.
                    _ = BeginWarmUp();
                }

                return;
            }
            catch (KafkaGenException error)
            {
                _events.OnRecreateFailed(error);
                await Task.WhenAny(Task.Delay(s_recreateBackoff, _stopping.Token)).ConfigureAwait(false);
            }
        }
    }

    private async Task CloseOnceAsync(CancellationToken cancellationToken)
    {
        _isClosed = true;
        QueueInstruments.Remove(this);
        if (_statistics is not null)
        {
            StatisticsInstruments.Remove(_statistics);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        _line.Close(Disposed());
        await _recreating.ConfigureAwait(false);
        SenderSession session = _session;
        if (!session.IsEnded)
        {
            await session.Gate.CloseAsync().ConfigureAwait(false);
            OnRoom();
            while (!_allAnswered.Task.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                session.Flush();
                await Task.WhenAny(_allAnswered.Task, Task.Delay(s_afterFlush, CancellationToken.None)).ConfigureAwait(false);
            }

            int left = InFlight();
            if (left > 0)
            {
                _events.OnShutdownLeftRecords(left);
            }

            await EndAsync(session).ConfigureAwait(false);
        }

        if (_spanEnds is not null)
        {
            await _spanEnds.DisposeAsync().ConfigureAwait(false);
        }

        if (_failureHandler is not null)
        {
            await _failureHandler.DisposeAsync().ConfigureAwait(false);
        }

        _line.Dispose();
        _stopping.Dispose();
        await _events.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EndAsync(SenderSession session)
    {
        if (!await session.EndAsync(() => InFlight() == 0, FailUnreported, s_closeBound).ConfigureAwait(false))
        {
            _events.OnDestroyTimedOut(s_closeBound);
        }
    }

    // Nothing should be left: a purge reports every record. If it does not, the callers still get their answer.
    private void FailUnreported()
    {
        foreach (InFlightRecord taken in _inFlight.TakeAll())
        {
            InFlightRecord record = taken;
            ProduceException error = ProduceErrors.NeverReported(record.Topic.Name);
            SendTrace? trace = record.StartedAt > 0 ? OnObservedAnswer(ref record, error.Code) : null;
            record.Topic.Telemetry.OnFailed(error.Code, error.Status);
            Fail(in record, error);
            _delivered.Add(in record, isAcknowledged: false);
            if (trace?.Span is { } span)
            {
                SendSpans.Fail(span, ErrorTypes.Of(error.Code), error.Reason);
            }
        }

        _delivered.Complete();
        foreach (SenderTopic topic in Topics())
        {
            (int records, long bytes) = topic.TakeUnreported();
            if (records > 0)
            {
                // Nobody waits for these, but those who flush.
                _buffer.Release(records, bytes);
                _epochs.Abandon(topic);
                topic.Telemetry.OnFailed(KafkaErrorCode.LocalDestroy, RecordPersistence.PossiblyPersisted, records);
            }
        }
    }

    private int InFlight() => Topics().Sum(topic => topic.InFlight);
}
