using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Telemetry;
using KafkaGen.Transport;

namespace KafkaGen.Producing;

/// <summary>Produces the records of one contract: encodes on the caller's thread, then hands the bytes to the sender.</summary>
internal class TopicProducer<T>(KafkaContract<T> contract, TopicLane topic) : ITopicProducer<T>
{
    public string Topic => topic.Name;

    internal TopicLane Lane => topic;

    public ValueTask<RecordMetadata> ProduceAsync(T message, CancellationToken cancellationToken = default) =>
        ProduceAsync(message, default, cancellationToken);

    public ValueTask<RecordMetadata> ProduceAsync(T message, ProduceOptions options, CancellationToken cancellationToken = default)
    {
        ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RecordMetadata>(cancellationToken);
        }

        try
        {
            Answer answer = Answer.ToCaller(cancellationToken);
            Observe(ref answer, in options);
            SendOutcome outcome = TrySendNow(in message, in options, in answer, out ValueTask<RecordMetadata> answered);
            return outcome == SendOutcome.Done ? answered : AnswerAsync(Join(message, options, in answer, outcome, cancellationToken));
        }
        catch (Exception error) when (IsAnswer(error))
        {
            return ValueTask.FromException<RecordMetadata>(error);
        }
    }

    public ValueTask EnqueueAsync(T message, ProduceOptions options = default, CancellationToken cancellationToken = default)
    {
        ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        try
        {
            Answer answer = Answer.ToNobody;
            Observe(ref answer, in options);
            SendOutcome outcome = TrySendNow(in message, in options, in answer, out _);
            return outcome == SendOutcome.Done ? ValueTask.CompletedTask : new ValueTask(Join(message, options, in answer, outcome, cancellationToken).Accepted);
        }
        catch (Exception error) when (IsAnswer(error))
        {
            return ValueTask.FromException(error);
        }
    }

    public bool TryEnqueue(T message, ProduceOptions options = default)
    {
        ThrowIfNull(message);
        Answer answer = Answer.ToNobody;
        Observe(ref answer, in options);
        SendOutcome outcome = TrySendNow(in message, in options, in answer, out _);
        if (outcome == SendOutcome.Done)
        {
            return true;
        }

        // What is missing is no room, but the partitions of the topic, of which nobody could tell the caller when to try again: the record waits for them as those of other calls do.
        if (outcome == SendOutcome.NotReady && topic.Transport.Line.Count < topic.Transport.MaxRecords)
        {
            WaitingRecord<T> waiting = Join(message, options, in answer, outcome, CancellationToken.None, isObserved: false);
            topic.Transport.ThrowIfClosed();
            return !waiting.Accepted.IsFaulted;
        }

        topic.Transport.ThrowIfClosed();
        topic.Telemetry.OnNoRoom(answer.Observation);
        return false;
    }

    public ValueTask<ProduceBatchResult> ProduceManyAsync(
        IReadOnlyList<T> messages, ProduceOptions options = default, CancellationToken cancellationToken = default) =>
        ProduceManyAsync(messages, options, onTried: null, cancellationToken);

    /// <summary>Produces a batch, and tells when no more of its records will be sent.</summary>
    internal ValueTask<ProduceBatchResult> ProduceManyAsync(
        IReadOnlyList<T> messages, ProduceOptions options, Action? onTried, CancellationToken cancellationToken)
    {
        BatchTrace? trace = null;
        BatchAnswers batch;
        try
        {
            ArgumentNullException.ThrowIfNull(messages);
            foreach (T message in messages)
            {
                ThrowIfNull(message, nameof(messages));
            }

            cancellationToken.ThrowIfCancellationRequested();
            topic.Transport.ThrowIfClosed();
            trace = topic.Telemetry.BeginBatch(messages.Count, in options);
            batch = new(messages.Count, trace is null ? cancellationToken : CancellationToken.None);
        }
#pragma warning disable CA1031 // the result is awaited, also when there is none
        catch (Exception error)
#pragma warning restore CA1031
        {
            trace?.Abandon(tried: 0, error);
            onTried?.Invoke();
            return cancellationToken.IsCancellationRequested
                ? ValueTask.FromCanceled<ProduceBatchResult>(cancellationToken)
                : ValueTask.FromException<ProduceBatchResult>(error);
        }

        _ = FeedAsync(messages, options, batch, trace, onTried, cancellationToken);

        // Without a method of ours that awaits it, whose continuation would need a thread of the pool.
        return new(trace is null ? batch.All : trace.EndAfterAsync(batch.All).WaitAsync(cancellationToken));
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) =>
        topic.Transport.IsClosed ? ValueTask.FromException(RecordTransport.Disposed()) : new ValueTask(topic.FlushAsync(cancellationToken));

    /// <summary>Encodes a message with what the call adds to it.</summary>
    internal void Encode(in T message, in ProduceOptions options, in Answer answer, RecordBuffer buffer)
    {
        contract.Encode(in message, buffer);
        if (options.Timestamp is { } timestamp)
        {
            buffer.Timestamp = timestamp.ToUnixTimeMilliseconds();
        }

        if (options.Partition is { } partition)
        {
            buffer.Partition = partition;
        }

        if (buffer.Partition is < 0)
        {
            throw topic.Transport.Refused(ProduceErrors.NegativePartition(topic.Name, buffer.Partition.Value));
        }

        if (buffer.Timestamp is { } milliseconds && (milliseconds <= 0 || milliseconds > RecordTimes.LatestDate))
        {
            throw ProduceErrors.TimestampOutOfRange(topic.Name, milliseconds, options.Timestamp is null ? typeof(T) : null);
        }

        foreach (RecordHeader header in HeadersOf(in options))
        {
            if (header.Name.Length == 0)
            {
                throw ProduceErrors.HeaderWithoutName(topic.Name);
            }
        }

        topic.Telemetry.OnEncoded(answer.Observation, buffer, in options, contract.KeyShape);
    }

    /// <summary>A record that nobody awaits was accepted before it could be sent, and cannot be.</summary>
    internal void OnGivenUp(T message, ProduceOptions options, Answer answer, Exception error)
    {
        ProduceException reason = error as ProduceException
            ?? new ProduceException(topic.Name, error is ObjectDisposedException ? KafkaErrorCode.LocalPurgeQueue : KafkaErrorCode.LocalFail, error.Message, error);
        topic.Transport.OnGivenUp(topic, reason, () => new DeliveryFailure(Copy(in message, in options, in answer), reason));
    }

    private EncodedRecord Copy(in T message, in ProduceOptions options, in Answer answer)
    {
        RecordBuffer buffer = RecordBuffers.Rent();
        try
        {
            Encode(in message, in options, in answer, buffer);
            return Copy(buffer, HeadersOf(in options));
        }
        finally
        {
            RecordBuffers.Return(buffer);
        }
    }

    private static EncodedRecord Copy(RecordBuffer buffer, ReadOnlySpan<RecordHeader> headers)
    {
        List<RecordHeader> all = new(buffer.HeaderCount + headers.Length);
        for (int i = 0; i < buffer.HeaderCount; i++)
        {
            all.Add(new RecordHeader(Encoding.UTF8.GetString(buffer.HeaderName(i)), buffer.HeaderValue(i).ToArray()));
        }

        all.AddRange(headers);
        return new EncodedRecord
        {
            Key = buffer.HasKey ? buffer.Key.ToArray() : null,
            Value = buffer.IsTombstone ? null : buffer.Value.ToArray(),
            Headers = all,
            Partition = buffer.Partition,
            Timestamp = buffer.Timestamp is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null,
        };
    }

    internal static ReadOnlySpan<RecordHeader> HeadersOf(in ProduceOptions options) => options.Headers switch
    {
        null => [],
        RecordHeader[] array => array,
        List<RecordHeader> list => CollectionsMarshal.AsSpan(list),
        { } other => other.ToArray(),
    };

    internal ProduceException StillFull(long patience) => topic.NotReady is { } problem
        ? ProduceErrors.PartitionsUnknown(topic.Name, patience, problem)
        : ProduceErrors.StillFull(topic.Name, patience, topic.Transport.BufferedRecords, topic.Transport.BufferedBytes);

    private static void ThrowIfNull(T message, [CallerArgumentExpression(nameof(message))] string? parameter = null)
    {
        // The test for a value type keeps unoptimized code from boxing every struct.
        if (!typeof(T).IsValueType && message is null)
        {
            throw new ArgumentNullException(parameter, "A message cannot be null. To delete a key in a compacted topic, produce a tombstone.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Observe(ref Answer answer, in ProduceOptions options)
    {
        if (TopicTelemetry.IsListenedTo)
        {
            answer = answer.Observed(topic.Telemetry.Begin(answer.Trace, answer.Batch is not null, in options));
        }
    }

    // What belongs in the returned task rather than on the caller's stack.
    private static bool IsAnswer(Exception error) => error is KafkaGenException or ObjectDisposedException;

    private static async ValueTask<RecordMetadata> AnswerAsync(WaitingRecord<T> waiting)
    {
        ValueTask<RecordMetadata> answered = await waiting.Accepted.ConfigureAwait(false);
        return await answered.ConfigureAwait(false);
    }

    // Ends with the batch in every case.
    private async Task FeedAsync(
        IReadOnlyList<T> messages, ProduceOptions options, BatchAnswers batch, BatchTrace? trace, Action? onTried, CancellationToken cancellationToken)
    {
        int i = 0;
        try
        {
            for (; i < messages.Count; i++)
            {
                Answer answer = Answer.ToBatch(batch, i, trace?[i]);
                Observe(ref answer, in options);
                try
                {
                    // One after the other, also while they wait for room: that keeps their sequence, and one place in the line is enough.
                    SendOutcome outcome = TrySendNow(messages[i], in options, in answer, out _);
                    if (outcome != SendOutcome.Done)
                    {
                        await Join(messages[i], options, in answer, outcome, cancellationToken).Accepted.ConfigureAwait(false);
                    }
                }
                catch (Exception error) when (IsAnswer(error))
                {
                    batch.Fail(i, error);
                    batch.Complete();
                }
            }

            batch.Close();
        }
#pragma warning disable CA1031 // whatever the message's own code throws is the caller's answer
        catch (Exception error)
#pragma warning restore CA1031
        {
            trace?.Abandon(i + 1, error);
            batch.Abandon(error);
        }

        onTried?.Invoke();
    }

    private SendOutcome TrySendNow(
        in T message, in ProduceOptions options, in Answer answer, out ValueTask<RecordMetadata> answered)
    {
        answered = default;
        if (topic.Transport.Line.IsAheadOf(topic))
        {
            return topic.IsCatchingUp || !topic.IsReady ? SendOutcome.NotReady : SendOutcome.NoRoom;
        }

        RecordBuffer buffer = RecordBuffers.Rent();
        try
        {
            Encode(in message, in options, in answer, buffer);
            return topic.TryAppend(buffer, HeadersOf(in options), in answer, wait: null, out answered);
        }
        catch (Exception error)
        {
            topic.Telemetry.OnRefused(answer.Observation, error);
            throw;
        }
        finally
        {
            RecordBuffers.Return(buffer);
        }
    }

    private WaitingRecord<T> Join(T message, ProduceOptions options, in Answer answer, SendOutcome found, CancellationToken cancellationToken, bool isObserved = true)
    {
        RecordTransport transport = topic.Transport;
        long patience = transport.MaxBlockMilliseconds;
        WaitingRecord<T> waiting = new(this, message, options, in answer, cancellationToken)
        {
            IsObserved = isObserved,
            IsForPartitions = found == SendOutcome.NotReady,
            Patience = patience,
            Deadline = Environment.TickCount64 + patience,
        };
        try
        {
            if (!transport.Line.TryJoin(waiting))
            {
                waiting.GiveUp(ProduceErrors.TooManyWaiting(topic.Name, topic.WaitingCallers, topic.NotReady));
            }
        }
        catch (ObjectDisposedException error)
        {
            waiting.GiveUp(error);
        }

        return waiting;
    }
}
