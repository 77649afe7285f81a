using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Sending.Brain;

namespace KafkaGen.Tests.Sending.Brain;

public sealed class BatchEndsTests
{
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

    private static void Answer(bool isAcknowledged)
    {
        BrainSettings settings = new() { Bootstrap = [] };
        Room room = new(Room.LargePiece, static () => { });
        BatchEnds ends = new(room, settings);
        PartitionQueue queue = new("t", 0, settings.BatchSize, room, new SenderClock(TimeProvider.System), static () => { });
        RecordBuffer record = new();
        record.BeginValue();
        queue.TryAppend(new RecordShape(record, []), timestamp: null, ReplyTo.Caller, wait: null, out ValueTask<RecordMetadata> answer);
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
