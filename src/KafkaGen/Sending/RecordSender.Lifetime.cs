using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Native;
using KafkaGen.Telemetry;

namespace KafkaGen.Sending;

// Beginning and end: warm-up, another native producer after a fatal error, and closing.
internal sealed partial class RecordSender
{
    // On a thread of its own, because the native calls block while nobody answers.
    internal override Task BeginWarmUp() => OwnThread.Run("KafkaGen warm-up", WarmUp);

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
                    OnAnswer(session, brokers);
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

    internal override Task CloseAsync(Deadline until)
    {
        lock (_closeGate)
        {
            return _closing ??= OwnThread.Run("KafkaGen closing", () => Close(until));
        }
    }

    private static NativeProducer CreateNative(SenderSettings settings)
    {
        using NativeConfiguration configuration = settings.ToNative();
        return NativeProducer.Create(configuration, asksForTokens: settings.TokenProvider is not null);
    }

    private SenderSession SessionOf(NativeProducer native) => new(native, this)
    {
        Tokens = Settings.TokenProvider is { } provider ? new TokenRefresher(provider, Settings.TokenTimeout, native, _events) : null,
    };

    private void Recreate(SenderSession failed)
    {
        if (TryGiveUp(failed))
        {
            BeginReplacing(failed);
        }
    }

    // From here on records wait for the next native producer. Of those who find that one has failed, the first replaces it.
    private static bool TryGiveUp(SenderSession failed)
    {
        if (!failed.TryFail())
        {
            return false;
        }

        _ = failed.Gate.CloseAsync();
        return true;
    }

    private void BeginReplacing(SenderSession failed)
    {
        lock (_closeGate)
        {
            _recreating = _closing is null ? OwnThread.Run("KafkaGen replacing", () => Replace(failed)) : _recreating;
        }
    }

    // The failed producer answers all that it had accepted before the new one sends anything, and nothing is sent again: a new producer id could not
    // tell what is stored already. Calls wait in line meanwhile.
    private void Replace(SenderSession failed)
    {
        // Someone who stays inside is in code of the application. A close does not wait for this: it takes over here, and waits within its own bound.
        if (!Deadline.At(_stopping.Token).Wait(failed.Gate.CloseAsync()))
        {
            return;
        }

        End(failed);
        while (!_isClosed)
        {
            try
            {
                SenderSession next = BeginSession();
                next.Start();
                _events.OnRecreated();
                Line.Signal();
                if (Settings.IsWarmUp)
                {
                    // Not waited for: closing waits for this, and a warm-up without brokers goes on until the sender is closed.
                    _ = BeginWarmUp();
                }

                return;
            }
#pragma warning disable CA1031 // whatever it is: closing waits for this, and must go on after it
            catch (Exception error)
#pragma warning restore CA1031
            {
                _events.OnRecreateFailed(error);
                _stopping.Token.WaitHandle.WaitOne(s_recreateBackoff);
            }
        }
    }

    // With the credentials that are set: those that are set meanwhile reach this session or the one before, and the next one either way.
    private SenderSession BeginSession()
    {
        NativeProducer native = CreateNative(Settings);
        try
        {
            lock (_credentialGate)
            {
                if (_credentials is var (username, password))
                {
                    SetCredentials(native, username, password);
                }

                return _session = SessionOf(native);
            }
        }
        catch
        {
            // Nobody else has it, and another is made at the next try.
            native.Destroy();
            throw;
        }
    }

    private void Close(Deadline until)
    {
        _isClosed = true;
        QueueInstruments.Remove(this);
        if (_statistics is not null)
        {
            StatisticsInstruments.Remove(_statistics);
        }

        bool isReplaced = false;
        try
        {
            _stopping.Cancel();
            Line.Close(Disposed());
            isReplaced = until.AtLeast(s_closeBound).Wait(_recreating);
        }
        finally
        {
            // Whatever happens before: threads, connections and callers end here.
            Finish(isReplaced, until);
        }
    }

    private void Finish(bool isReplaced, Deadline until)
    {
        SenderSession session = _session;
        try
        {
            // While the session is still being replaced, that is what ends it. Someone who stays inside is in code of the application, such as the memory
            // of a header: nothing can then be taken away.
            if (!isReplaced || (!session.IsEnded && !until.AtLeast(s_closeBound).Wait(session.Gate.CloseAsync())))
            {
                _events.OnDestroyTimedOut(s_closeBound);
            }
            else if (!session.IsEnded)
            {
                Drain(session, until);
                End(session);
            }
        }
        finally
        {
            long answered = Environment.TickCount64;
            Deadline ofApplication = until.AtLeast(s_applicationBound);
            _spanEnds?.Close(ofApplication);
            if (_failureHandler?.Close(ofApplication) is (string topic, int count))
            {
                _events.OnFailuresNotHandled(topic, count, TimeSpan.FromMilliseconds(Environment.TickCount64 - answered));
            }

            _events.Close();
        }
    }

    private void Drain(SenderSession session, Deadline until)
    {
        while (InFlight() > 0 && !until.IsOver)
        {
            _reported.Reset();
            session.Flush();

            // A flush returns at once when librdkafka's queue is empty, also while the last reports are read.
            _reported.Wait(s_afterFlush);
        }

        int left = InFlight();
        if (left > 0)
        {
            _events.OnShutdownLeftRecords(left);
        }
    }

    private void End(SenderSession session)
    {
        if (!session.End(() => InFlight() == 0, FailUnreported, s_closeBound))
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
            ProduceException error = LibrdkafkaErrors.NeverReported(record.Topic.Name);
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
                topic.AbandonEpochs();
                topic.Telemetry.OnFailed(KafkaErrorCode.LocalDestroy, RecordPersistence.PossiblyPersisted, records);
            }
        }
    }

    private int InFlight() => Topics().Sum(topic => topic.InFlight);
}
