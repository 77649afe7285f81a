using KafkaGen.Accumulating;
using KafkaGen.Contracts;
using KafkaGen.Sending.Brain;

namespace KafkaGen.Tests.Accumulating;

/// <summary>What a partition's queue takes of the room.</summary>
public sealed class PartitionQueueTests
{
    private const int SmallRoom = Room.LargePiece;

    private readonly SenderClock _clock = new(TimeProvider.System);

    [Fact]
    public void A_partition_whose_record_finds_no_place_keeps_no_memory()
    {
        Room room = new(SmallRoom, static () => { }, maxRecords: 1);
        PartitionQueue first = Queue(room);
        PartitionQueue second = Queue(room);
        Assert.Equal(SendOutcome.Done, Append(first));
        long taken = room.Taken;

        Assert.Equal(SendOutcome.NoRoom, Append(second));

        Assert.Equal(taken, room.Taken);
        room.Return(first.TryTake(evenOpen: true)!.TakePieces(), credits: 1);
        Assert.Equal(0, room.Taken);
        Assert.Equal(SendOutcome.Done, Append(second));
    }

    [Fact]
    public void A_record_that_finds_no_memory_keeps_no_place()
    {
        const int MaxRecords = 9;
        Room room = new(SmallRoom, static () => { }, MaxRecords);
        for (int i = 0; i < SmallRoom / Room.SmallPiece; i++)
        {
            Assert.Equal(SendOutcome.Done, Append(Queue(room)));
        }

        for (int i = 0; i < MaxRecords; i++)
        {
            Assert.Equal(SendOutcome.NoRoom, Append(Queue(room)));
        }

        Assert.True(room.TryTakeCredit(share: null, out _), "records that were not appended count");
    }

    [Fact]
    public void A_topic_without_answers_leaves_half_of_the_records_to_the_others()
    {
        const int MaxRecords = 100;
        Room room = new(16 * 1024 * 1024, static () => { }, MaxRecords);
        PartitionQueue silent = Queue(room, room.Share(_clock));
        PartitionQueue other = Queue(room, room.Share(_clock));
        int appended = 0;
        SendOutcome outcome;
        while ((outcome = Append(silent)) == SendOutcome.Done)
        {
            appended++;
        }

        Assert.Equal((SendOutcome.NoShare, MaxRecords / 2), (outcome, appended));
        Assert.Equal(SendOutcome.Done, Append(other));
        ProducerBatch batch = silent.TryTake(evenOpen: true)!;
        room.Return(batch.TakePieces(), batch.Credits);
        Assert.Equal(SendOutcome.Done, Append(silent));
    }

    private PartitionQueue Queue(Room room, RoomShare? share = null) => new("numbers", 0, batchSize: 16_384, room, _clock, static () => { }, share);

    private static SendOutcome Append(PartitionQueue queue)
    {
        RecordBuffer buffer = new();
        buffer.BeginValue();
        buffer.GetSpan(10)[..10].Clear();
        buffer.Advance(10);
        return queue.TryAppend(new RecordShape(buffer, []), timestamp: null, ReplyTo.Nobody, wait: null, out _);
    }
}
