using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Sending.Brain;

namespace KafkaGen.Tests.Sending.Brain;

public sealed class BatchSplitterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Records_of_a_batch_that_is_split_keep_their_room_until_their_half_is_answered(bool isFirstFirst)
    {
        const int Records = 5;
        Room room = new(Room.LargePiece * 4, static () => { }, maxRecords: 100);
        PartitionQueue queue = new("t", 0, batchSize: Room.LargePiece, room, new SenderClock(TimeProvider.System), static () => { });
        RecordBuffer record = new();
        record.BeginValue();
        for (int i = 0; i < Records; i++)
        {
            Assert.Equal(SendOutcome.Done, queue.TryAppend(new RecordShape(record, []), timestamp: null, ReplyTo.Nobody, wait: null, out _));
        }

        BatchEnds ends = new(room, new BrainSettings { Bootstrap = [] });
        ProducerBatch whole = queue.TryTake(evenOpen: true)!;
        (ProducerBatch first, ProducerBatch second) = BatchSplitter.Split(whole, room);
        ends.Free(whole);
        Assert.Equal(Records, room.Records);

        (ProducerBatch one, ProducerBatch other) = isFirstFirst ? (first, second) : (second, first);
        ends.Free(one);
        Assert.Equal(other.Count, room.Records);
        ends.Free(other);
        Assert.Equal((0, 0L), (room.Records, room.Taken));
    }
}
