using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KafkaGen.Accumulating;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Partitioning;
using KafkaGen.Protocol.Records;
using KafkaGen.Sending.Brain;
using KafkaGen.Telemetry;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>A topic of the sender in C#: it finds the partition of a record, and appends the record to that partition's batch.</summary>
internal sealed class KafkaLane : TopicLane
{
    private readonly object _gate = new();
    private readonly KafkaTransport _transport;
    private readonly TopicSender _topic;
    private readonly RecordPartitioner _partitioner;
    private readonly CustomPartitioner? _custom;
    private readonly StickyChoice _sticky;
    private readonly long _largest;
    private FlushOperation _next = new();

    internal KafkaLane(KafkaTransport transport, TopicSettings settings, SenderSettings sender, TopicSender topic, TopicTelemetry telemetry)
        : base(transport, settings.Name, telemetry)
    {
        _transport = transport;
        _topic = topic;
        _partitioner = sender.PartitionerOf(settings);
        _custom = settings.CustomPartitioner;
        _sticky = new StickyChoice(sender.BatchSize);
        _largest = sender.MessageMaxBytes;
    }

    internal TopicSender Sender => _topic;

    internal override bool IsReady => _topic.Queues.Length > 0;

    internal override string? NotReady => IsReady ? null
        : _topic.Problem == KafkaErrorCode.None ? Transport.LastClientError is { } error ? $"the client's last error: {error.TrimEnd('.')}" : "no broker has answered"
        : ProduceErrors.BrokersReason(Name, _topic.Problem)?.TrimEnd('.') ?? $"the brokers say {_topic.Problem}";

    internal int BufferedRecords => _topic.Queues.Sum(static queue => queue.Unanswered);

    internal override SendOutcome TryAppend(
        RecordBuffer record, ReadOnlySpan<RecordHeader> headers, in Answer answer, object? wait, out ValueTask<RecordMetadata> answered)
    {
        answered = default;
        if (wait is null)
        {
            _transport.ThrowIfClosed();
        }

        RecordShape shape = new(record, Settle(headers));
        int size = shape.LargestSize;
        CheckSize(size);
        PartitionQueue[] queues = _topic.Queues;
        if (queues.Length == 0)
        {
            // It waits for them as it would for room; meanwhile records of other topics go on.
            return SendOutcome.NotReady;
        }

        int partition = record.Partition ?? Choose(record, queues, size);
        if (partition >= queues.Length)
        {
            throw Transport.Refused(ProduceErrors.NoSuchPartition(Name, partition, queues.Length));
        }

        PartitionQueue queue = queues[partition];
        return answer.IsToNobody ? queue.TryAppend(in shape, record.Timestamp, ReplyTo.Nobody, (FlushOperation?)wait, out answered)
            : answer is { IsAwaited: true, StartedAt: 0, Trace: null, CancellationToken.CanBeCanceled: false }
                ? queue.TryAppend(in shape, record.Timestamp, ReplyTo.Caller, (FlushOperation?)wait, out answered)
            : TryAppendObserved(queue, in shape, record.Timestamp, in answer, (FlushOperation?)wait, out answered);
    }

    internal override object BeginWait()
    {
        lock (_gate)
        {
            _next.Hold();
            return _next;
        }
    }

    internal override void EndWait(object wait) => ((FlushOperation)wait).Remove();

    internal override Task FlushAsync(CancellationToken cancellationToken)
    {
        FlushOperation flush;
        lock (_gate)
        {
            (flush, _next) = (_next, new FlushOperation());
        }

        _transport.Flush(flush, _topic);
        return flush.Task.IsCompleted ? Handled(cancellationToken) : FlushAsync(flush.Task, cancellationToken);
    }

    private async Task FlushAsync(Task flushed, CancellationToken cancellationToken)
    {
        await flushed.WaitAsync(cancellationToken).ConfigureAwait(false);
        await Handled(cancellationToken).ConfigureAwait(false);
    }

    // Failures are added before the flush hears of them.
    private Task Handled(CancellationToken cancellationToken)
    {
        Task handled = _transport.HandledAsync(this);
        return handled.IsCompleted ? handled : handled.WaitAsync(cancellationToken);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private SendOutcome TryAppendObserved(
        PartitionQueue queue, in RecordShape shape, long? timestamp, in Answer answer, FlushOperation? wait, out ValueTask<RecordMetadata> answered)
    {
        ProduceOperation? operation = answer.IsAwaited ? _transport.Operations.Rent() : null;
        operation?.Begin(_transport.Operations, answer.CancellationToken);
        ObservedReply? observed = null;
        IRecordReply? reply = operation ?? (IRecordReply?)answer.Batch;
        if (answer.StartedAt > 0 || answer.Trace is { EndsWhenAccepted: false, Span: not null })
        {
            observed = ObservedReply.Rent(this, in answer, reply, _transport.OnObserved);
        }

        SendOutcome outcome = SendOutcome.NoRoom;
        try
        {
            outcome = queue.TryAppend(
                in shape,
                timestamp,
                (observed ?? reply) is { } to ? ReplyTo.Of(to, answer.Index, isToNobody: reply is null) : ReplyTo.Nobody,
                wait,
                out _);
        }
        finally
        {
            if (outcome != SendOutcome.Done)
            {
                operation?.Withdraw();
                observed?.Return();
                operation = null;
            }
        }

        answered = operation is null ? default : operation.Task;
        if (outcome == SendOutcome.Done)
        {
            answer.Trace?.OnAccepted();
        }

        return outcome;
    }

    private int Choose(RecordBuffer record, PartitionQueue[] queues, int size)
    {
        if (record.HasKey && _custom is { } custom)
        {
            return PartitionWatch.Choose(custom, Name, record.Key, queues.Length);
        }

        return KeyPartitioners.PartitionOf(_partitioner, record.HasKey, record.HasKey ? record.Key : default, queues.Length) ?? _sticky.Next(queues, size);
    }

    // The memory of a header may be code of the application, which must not run under the lock of a queue.
    private static ReadOnlySpan<RecordHeader> Settle(ReadOnlySpan<RecordHeader> headers)
    {
        RecordHeader[]? settled = null;
        for (int i = 0; i < headers.Length; i++)
        {
            if (MemoryMarshal.TryGetMemoryManager(headers[i].Value, out MemoryManager<byte>? _))
            {
                settled ??= headers.ToArray();
                settled[i] = new RecordHeader(headers[i].Name, headers[i].Value.ToArray());
            }
        }

        return settled ?? headers;
    }

    private void CheckSize(int size)
    {
        int inBatch = size + RecordBatchHeader.Size;
        if (inBatch > _transport.MaxBytes)
        {
            throw ProduceErrors.LargerThanBuffer(Name, inBatch, _transport.MaxBytes);
        }

        if (inBatch > _largest)
        {
            throw ProduceErrors.LargerThanMessageMaxBytes(Name, inBatch, (int)_largest);
        }
    }
}
