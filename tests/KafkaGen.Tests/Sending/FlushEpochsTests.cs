using KafkaGen.Sending;

namespace KafkaGen.Tests.Sending;

/// <summary>What librdkafka carries along for a record that nobody waits for: it leads back to the record's epoch and size.</summary>
public sealed class FlushEpochsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    [InlineData(FlushEpochs.MaxSize)]
    public void Epoch_and_size_come_back(long size)
    {
        FlushEpochs epochs = new();
        FlushEpoch[] all = [.. Enumerable.Range(0, 100).Select(_ => FlushEpoch.FirstOf(null!, epochs))];

        Assert.All(all, epoch =>
        {
            nint opaque = FlushEpochs.OpaqueOf(epoch, size);
            Assert.True(FlushEpochs.HasNoSlot(opaque));
            Assert.Same(epoch, epochs.EpochOf(opaque));
            Assert.Equal(size, FlushEpochs.SizeOf(opaque));
        });
    }

    [Fact]
    public void A_slot_is_not_taken_for_one()
    {
        InFlightRecords records = new();
        FlushEpoch epoch = FlushEpoch.FirstOf(null!, new FlushEpochs());
        for (int i = 0; i < 10_000; i++)
        {
            Assert.False(FlushEpochs.HasNoSlot(records.Add(new InFlightRecord { Epoch = epoch })));
        }
    }

    [Fact]
    public void A_drained_epoch_gives_its_number_back()
    {
        FlushEpochs epochs = new();
        FlushEpoch epoch = FlushEpoch.FirstOf(null!, epochs);
        for (int flush = 0; flush < 1_000; flush++)
        {
            Assert.True(epoch.TryEnter());
            (FlushEpoch next, Task drained) = epoch.Close();
            Assert.False(drained.IsCompleted);
            epoch.Leave();
            Assert.True(drained.IsCompleted);
            epoch = next;
        }

        Assert.InRange(epoch.Number, 0, 1);
    }
}
