using Confluent.Kafka;
using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Native;
using KafkaGen.Producing;
using KafkaGen.Sending;
using KafkaGen.Telemetry;
using KafkaGen.Transport;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Transactions;

/// <summary>
/// One transactional id: a sender of its own, which runs one transaction at a time and is made anew when it has failed for good, and the thread that
/// makes its blocking calls.
/// </summary>
internal sealed class TransactionalProducer
{
    // librdkafka's calls are made in short slices and resumed, so that closing need not wait for a long one. Sending offsets starts anew.
    private static readonly TimeSpan s_slice = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_offsetsSlice = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_minSlice = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_backoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_warmUpBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_failureCheck = TimeSpan.FromMilliseconds(200);

    private const int MaxFailedAborts = 3;

    private readonly SenderSettings _settings;
    private readonly KafkaTransactionOptions _options;
    private readonly Func<RecordSender, TopicProducers> _openProducers;
    private readonly ClientLog _log;
    private readonly ILogger _logger;
    private readonly TransactionErrors _errors;
    private readonly TransactionThread _thread;
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private RecordSender? _sender;
    private TopicProducers? _producers;
    private readonly List<Task> _discarded = [];
    private bool _isInitialised;
    private bool _isInTransaction;
    private bool _isCommitAsked;
    private bool _isClosed;

    internal TransactionalProducer(
        string id, SenderSettings settings, KafkaTransactionOptions options, Func<RecordSender, TopicProducers> openProducers, ClientLog log)
    {
        Id = id;
        _settings = settings;
        _options = options;
        _openProducers = openProducers;
        _log = log;
        _logger = log.CreateLogger(KafkaGenLog.Category);
        _errors = new TransactionErrors(id, settings);
        _thread = new TransactionThread($"KafkaGen transactions {id}");
    }

    /// <summary>The <c>transactional.id</c>.</summary>
    internal string Id { get; }

    /// <summary>The producers of the transaction that runs.</summary>
    internal TopicProducers Producers => _producers ?? throw Disposed();

    /// <summary>Whether a commit was asked for and not answered in time: it can only be resumed.</summary>
    internal bool IsCommitPending { get; private set; }

    /// <summary>The sender of its records, while there is one.</summary>
    internal RecordSender? CurrentSender => _sender;

    private RecordSender Sender => _sender ?? throw Disposed();

    /// <summary>Makes the native producer, which checks its configuration. Connects in the background.</summary>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses the combination of properties.</exception>
    internal RecordSender Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(KafkaGenClient));
            if (_sender is null)
            {
                _sender = RecordSender.Start(_settings, _log);
                _producers = _openProducers(_sender);
            }

            return _sender;
        }
    }

    /// <summary>Sets user and password of connections that are made from now on.</summary>
    internal void SetCredentials(string username, string password)
    {
        lock (_gate)
        {
            _sender?.SetCredentials(username, password);
        }
    }

    /// <summary>Takes the transactional id over in the background. What goes wrong is told to the first transaction.</summary>
    internal void WarmUp() => _ = _thread.RunAsync(() =>
    {
        long until = Environment.TickCount64 + (long)s_warmUpBound.TotalMilliseconds;
        RecordSender sender = Open();
        NativeError? error;
        do
        {
            error = sender.Transact(static native => native.Init(s_slice));
        }
        while (error is { IsRetriable: true } && !_thread.HasWaitingCall && !_stop.IsCancellationRequested && Environment.TickCount64 < until);

        _isInitialised = error is null;
        return error;
    });

    /// <summary>Begins a transaction, and tells on this producer's thread what became of it: nobody who waits for that needs a thread of the pool.</summary>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    internal void Begin(Action<Exception?> onDone) => _thread.Post(() =>
    {
        Exception? failure = null;
        try
        {
            Begin();
        }
#pragma warning disable CA1031 // the caller gets it
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = error;
        }

        onDone(failure);
    });

    // On a new native producer when the last one has failed.
    private void Begin()
    {
        long until = Environment.TickCount64 + (long)_settings.MaxBlock.TotalMilliseconds;
        while (true)
        {
            RecordSender sender = Open();
            bool wasInitialised = _isInitialised;
            if (!wasInitialised && Repeat(until, s_slice, static (native, slice) => native.Init(slice)) is { } refusal)
            {
                // A time-out goes on and is resumed by the next transaction.
                string? lastClientError = sender.LastClientError;
                if (!refusal.IsRetriable)
                {
                    Discard(in refusal);
                }

                throw _errors.NotInitialised(in refusal, lastClientError);
            }

            _isInitialised = true;
            sender.ForgetFailures();
            if (sender.Transact(static native => native.Begin()) is not { } failure)
            {
                _isInTransaction = true;
                _isCommitAsked = false;
                IsCommitPending = false;
                return;
            }

            // It may have failed since its last transaction; a new one must not.
            Discard(in failure);
            if (!wasInitialised)
            {
                throw _errors.From(in failure, TransactionOutcome.Aborted);
            }
        }
    }

    /// <summary>Adds a consumer's offsets to the transaction.</summary>
    /// <exception cref="KafkaTransactionException">They are not in the transaction, which can only be aborted.</exception>
    internal async Task SendOffsetsAsync(IReadOnlyList<TopicPartitionOffset> offsets, byte[] groupMetadata)
    {
        NativeError? error = await _thread.RunAsync(() => Repeat(
            UntilIn(_options.CommitTimeout), s_offsetsSlice, (native, slice) => native.SendOffsets(offsets, groupMetadata, slice))).ConfigureAwait(false);
        if (error is { } refusal)
        {
            throw _errors.From(in refusal, TransactionOutcome.Aborted);
        }
    }

    /// <summary>Waits for the records, then commits; or resumes a commit that timed out. Nobody gives it records any more.</summary>
    /// <exception cref="KafkaTransactionException">
    /// It cannot be committed and is to be aborted, or the outcome is unknown: for now while <see cref="IsCommitPending"/>, else for good.
    /// </exception>
    internal async Task CommitAsync(TimeSpan bound)
    {
        long until = UntilIn(bound);
        if (!_isCommitAsked)
        {
            await FlushAsync(bound).ConfigureAwait(false);
            _isCommitAsked = true;
        }

        switch (await _thread.RunAsync(() => Repeat(until, s_slice, static (native, slice) => native.Commit(slice))).ConfigureAwait(false))
        {
            case null:
                IsCommitPending = false;
                _isInTransaction = false;
                return;
            case { RequiresAbort: true } failed:
                IsCommitPending = false;
                throw _errors.From(in failed, TransactionOutcome.Aborted);
            case { IsRetriable: true }:
                IsCommitPending = true;
                throw _errors.NotAnswered(bound, Sender.LastClientError);
            case { } fatal:
                // An earlier attempt may have reached the coordinator and its answer been lost.
                IsCommitPending = false;
                Discard(in fatal);
                throw _errors.From(in fatal, TransactionOutcome.Unknown);
        }
    }

    /// <summary>
    /// Aborts the transaction. When the coordinator cannot be told in time, the native producer is given up: the next one, or the
    /// coordinator's clock, ends the transaction.
    /// </summary>
    /// <param name="callersLeft">Completes when nobody gives it records any more.</param>
    internal async Task AbortAsync(Task callersLeft)
    {
        RecordSender? sender = _sender;
        if (sender is null)
        {
            return;
        }

        sender.Line.FailAll(topic => ProduceErrors.TransactionAborted(topic.Name, Id));
        NativeError? error = await _thread.RunAsync(Abort).ConfigureAwait(false);
        error ??= await DrainAsync(sender, callersLeft).ConfigureAwait(false) ? null : GivenUpFor(KafkaErrorCode.LocalTimedOut, "its records were not all answered");
        _isInTransaction = false;
        if (error is null && sender.HasFailedDelivery)
        {
            // librdkafka keeps the gap that a refused record leaves, and the next transaction would fail on it (OUT_OF_ORDER_SEQUENCE_NUMBER).
            error = GivenUpFor(KafkaErrorCode.OutOfOrderSequenceNumber, "a record failed and has left a gap in its sequence numbers");
        }

        if (error is { } failed)
        {
            Discard(in failed);
        }
    }

    /// <summary>Gives the native producer up: its records are answered, its connections closed. The next transaction gets a new one.</summary>
    internal void Discard(in NativeError reason)
    {
        lock (_gate)
        {
            if (_sender is not { } sender)
            {
                return;
            }

            KafkaGenLog.TransactionalProducerReplaced(_logger, Id, reason.Code, reason.Reason);
            _sender = null;
            _producers = null;
            _isInitialised = false;
            _isInTransaction = false;
            IsCommitPending = false;
            _discarded.RemoveAll(closed => closed.IsCompleted);
            _discarded.Add(sender.CloseAsync(Deadline.Now));
        }
    }

    /// <summary>Gives the native producer up while the answer to its commit is missing.</summary>
    internal void DiscardPendingCommit() =>
        Discard(GivenUpFor(KafkaErrorCode.LocalTimedOut, "its commit was not answered"));

    /// <summary>Ends the transaction that runs, until <paramref name="until"/> gives it up, and closes the connections. Blocks.</summary>
    internal void Close(Deadline until)
    {
        Task<NativeError?> ended = _thread.RunAsync(() =>
        {
            if (_isInTransaction && _sender is not null)
            {
                return _isCommitAsked ? Repeat(long.MaxValue, s_slice, static (native, slice) => native.Commit(slice)) : Abort();
            }

            return null;
        });
        _thread.Stop();
        if (!until.Wait(ended))
        {
            _stop.Cancel();
            ((IAsyncResult)ended).AsyncWaitHandle.WaitOne();
        }

        Task[] closing;
        lock (_gate)
        {
            _isClosed = true;
            closing = _sender is { } sender ? [.. _discarded, sender.CloseAsync(until)] : [.. _discarded];
        }

        Task.WaitAll(closing);
    }

    private static NativeError GivenUpFor(KafkaErrorCode code, string reason) => new(code, reason, IsFatal: true, IsRetriable: false, RequiresAbort: false);

    private static long UntilIn(TimeSpan bound) => Environment.TickCount64 + (long)bound.TotalMilliseconds;

    // The native commit flushes, too, but knows nothing of the callers that wait for room, nor which record failed and why.
    private async Task FlushAsync(TimeSpan bound)
    {
        RecordSender sender = Sender;
        using CancellationTokenSource end = new(bound);
        Task flushed = sender.FlushAsync(end.Token);
        while (await Task.WhenAny(flushed, Task.Delay(s_failureCheck, CancellationToken.None)).ConfigureAwait(false) != flushed)
        {
            // A transaction that has failed sends no more records, so that they would be waited for in vain.
            if (await _thread.RunAsync(() => sender.Transact(static native => native.Failure())).ConfigureAwait(false) is { } failure)
            {
                await end.CancelAsync().ConfigureAwait(false);
                throw _errors.From(in failure, TransactionOutcome.Aborted, sender.FirstFailure);
            }
        }

        try
        {
            await flushed.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw _errors.NotFlushed(bound, sender.BufferedRecords + sender.Line.Count, sender.LastClientError);
        }

        if (sender.FatalError() is { } fatal)
        {
            throw _errors.From(GivenUpFor(fatal.Code, fatal.Reason), TransactionOutcome.Aborted, sender.FirstFailure);
        }

        if (sender.FirstFailure is { } record)
        {
            // Where the transaction failed as a whole, librdkafka purges the records that are left, which says nothing.
            NativeError? failure = await _thread.RunAsync(() => sender.Transact(static native => native.Failure())).ConfigureAwait(false);
            throw failure is { } whole && (TransactionErrors.IsFenced(whole.Code) || record is ProduceException { Code: KafkaErrorCode.LocalPurgeQueue or KafkaErrorCode.LocalState })
                ? _errors.From(in whole, TransactionOutcome.Aborted, record)
                : _errors.RecordFailed(record);
        }
    }

    private NativeError? Abort()
    {
        // librdkafka lets an abort that failed be tried again, from its beginning.
        long until = UntilIn(_options.AbortTimeout);
        for (int failed = 1; ; failed++)
        {
            NativeError? error = Repeat(until, s_slice, static (native, slice) => native.Abort(slice));
            if (error is not { RequiresAbort: true } || failed == MaxFailedAborts)
            {
                return error;
            }
        }
    }

    // The next transaction must not meet a record, or the report of one, of this one.
    private async Task<bool> DrainAsync(RecordSender sender, Task callersLeft)
    {
        using CancellationTokenSource end = new(_options.AbortTimeout);
        try
        {
            await callersLeft.WaitAsync(end.Token).ConfigureAwait(false);
            await sender.FlushAsync(end.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private NativeError? Repeat(long until, TimeSpan longest, Func<NativeTransactions, TimeSpan, NativeError?> call)
    {
        RecordSender sender = Sender;
        while (true)
        {
            TimeSpan left = TimeSpan.FromMilliseconds(Math.Min(until - Environment.TickCount64, int.MaxValue));
            TimeSpan slice = left < s_minSlice ? s_minSlice : left < longest ? left : longest;
            NativeError? error = sender.Transact(native => call(native, slice));
            if (error is not { IsRetriable: true } || Environment.TickCount64 >= until || _stop.IsCancellationRequested)
            {
                return error;
            }

            if (error.Value.Code != KafkaErrorCode.LocalTimedOut)
            {
                // It came at once. Java's retry.backoff.ms.
                _stop.Token.WaitHandle.WaitOne(s_backoff);
            }
        }
    }

    private ObjectDisposedException Disposed() => new(nameof(KafkaGenClient), $"The transactional producer '{Id}' is closed.");
}
