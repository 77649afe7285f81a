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
        BrainSettings settings = new() { Bootstrap = [] };
        Room room = new(Room.LargePiece, static () => { });
        BatchEnds ends = new(room, settings);
        PartitionQueue queue = new("t", 0, settings.BatchSize, room, new SenderClock(TimeProvider.System), static _ => { });
        RecordBuffer record = new();
        record.BeginValue();
        queue.TryAppend(new RecordShape(record, []), timestamp: null, isAwaited: true, out ValueTask<RecordMetadata> answer);
        FlushOperation flush = new();
        queue.Flush(flush);
        flush.Remove();
        Noticing noticing = new(() => flush.Task.IsCompleted);
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(noticing);
        answer.GetAwaiter().OnCompleted(static () => { });
        SynchronizationContext.SetSynchronizationContext(before);
        ProducerBatch batch = queue.TryTake(evenOpen: true)!;
        ends.Begin();

        if (isAcknowledged)
        {
            ends.Acknowledge(batch, 0, -1);
        }
        else
        {
            ends.Fail(batch, KafkaErrorCode.Unknown, "it failed.");
        }

        Assert.False(noticing.WasCompleted, "the flush was told before the caller");
        Assert.True(flush.Task.IsCompleted);
        Assert.Equal(0, room.Taken);
    }

    /// <summary>Looks, on the thread that answers, when a caller is told to go on.</summary>
    private sealed class Noticing(Func<bool> isCompleted) : SynchronizationContext
    {
        internal bool? WasCompleted { get; private set; }

        public override void Post(SendOrPostCallback d, object? state) => WasCompleted = isCompleted();
    }
}
