using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Sending.Brain;

namespace KafkaGen.Tests.Sending.Brain;

public sealed class BatchEndsTests
{
    private static readonly BrainSettings s_settings = new() { Bootstrap = [] };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_flush_ends_after_the_answers_that_it_waited_for(bool isAcknowledged)
    {
        const int Rounds = 2_000;
        for (int i = 0; i < Rounds; i++)
        {
            Answer(isAcknowledged);
        }
    }

    [Fact]
    public async Task Whoever_has_the_answer_of_the_only_record_finds_none_that_is_old()
    {
        Room room = new(Room.LargePiece, static () => { });
        PartitionQueue queue = Queue(room);
        ValueTask<RecordMetadata> answer = Append(queue);
        BatchEnds ends = new(room, s_settings);
        ends.Begin();
        ProducerBatch batch = queue.TryTake(evenOpen: true)!;
        queue.OldestAt = batch.OpenedAt;
        Assert.Equal(batch.OpenedAt, queue.OldestAt);

        ends.Acknowledge(batch, 0, -1);
        await answer;

        // The sender looks at its partitions later in its turn.
        Assert.Equal((0, long.MaxValue), (queue.Unanswered, queue.OldestAt));
    }

    private static PartitionQueue Queue(Room room) => new("t", 0, s_settings.BatchSize, room, new SenderClock(TimeProvider.System), static () => { });

    private static ValueTask<RecordMetadata> Append(PartitionQueue queue)
    {
        RecordBuffer record = new();
        record.BeginValue();
        Assert.Equal(SendOutcome.Done, queue.TryAppend(new RecordShape(record, []), timestamp: null, ReplyTo.Caller, wait: null, out ValueTask<RecordMetadata> answer));
        return answer;
    }

    [Fact]
    public void A_flush_waits_until_the_failures_of_a_batch_that_was_being_compressed_are_told()
    {
        Room room = new(Room.LargePiece, static () => { });
        FlushOperation flush = new();
        Observer observer = new(() => flush.Task.IsCompleted);
        BatchEnds ends = new(room, new BrainSettings { Bootstrap = [] }, observer);
        PartitionQueue queue = new("t", 0, batchSize: 1000, room, new SenderClock(TimeProvider.System), static () => { });
        RecordBuffer record = new();
        record.BeginValue();
        queue.TryAppend(new RecordShape(record, []), timestamp: null, ReplyTo.Nobody, wait: null, out _);
        queue.Flush(flush);
        flush.Remove();
        ProducerBatch batch = queue.TryTake(evenOpen: true)!;
        ends.Begin();
        batch.Delivery.IsCompressing = true;

        ends.Fail(batch, KafkaErrorCode.LocalMsgTimedOut, "nobody answers");
        Assert.False(flush.Task.IsCompleted, "the flush was told before anybody could read the records");
        batch.Delivery.IsCompressing = false;
        ends.AfterCompression(batch);

        Assert.False(observer.WasFlushed);
        Assert.True(flush.Task.IsCompleted);
        Assert.Equal(0, room.Taken);
    }

    private sealed class Observer(Func<bool> isFlushed) : IBatchObserver
    {
        internal bool? WasFlushed { get; private set; }

        public void OnAcknowledged(ProducerBatch batch)
        {
        }

        public bool OnFailed(ProducerBatch batch, ProduceException error)
        {
            WasFlushed = isFlushed();
            return false;
        }

        public ProduceException Describe(ProducerBatch batch, KafkaErrorCode code, string reason, RecordPersistence status) => new("t", code, reason) { Status = status };
    }

    private static void Answer(bool isAcknowledged)
    {
        Room room = new(Room.LargePiece, static () => { });
        BatchEnds ends = new(room, s_settings);
        PartitionQueue queue = Queue(room);
        ValueTask<RecordMetadata> answer = Append(queue);
        FlushOperation flush = new();
        queue.Flush(flush);
        flush.Remove();
        ProducerBatch batch = queue.TryTake(evenOpen: true)!;
        ends.Begin();

        // The answer comes on another thread, so that this one sees what is there at the moment at which the flush ends.
        using Barrier start = new(2);
        Task answering = Task.Run(() =>
        {
            start.SignalAndWait();
            if (isAcknowledged)
            {
                ends.Acknowledge(batch, 0, -1);
            }
            else
            {
                ends.Fail(batch, KafkaErrorCode.Unknown, "it failed.");
            }
        });
        start.SignalAndWait();
        SpinWait.SpinUntil(() => flush.Task.IsCompleted);

        Assert.True(answer.IsCompleted, "the flush was told before the caller");
        answering.GetAwaiter().GetResult();
        Assert.Equal(0, room.Taken);
    }
}
