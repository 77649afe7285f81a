using System.Collections.Concurrent;
using KafkaGen.Sending;

namespace KafkaGen.Tests.Sending;

/// <summary>The slots of the records that librdkafka holds: a report finds the record that it is for, or nothing.</summary>
public sealed class InFlightRecordsTests
{
    // Any will do: a slot with an epoch is one in use.
    private static readonly FlushEpoch s_epoch = FlushEpoch.FirstOf(null!, new FlushEpochs());

    [Fact]
    public void A_report_that_comes_twice_finds_nothing_the_second_time()
    {
        InFlightRecords records = new();
        nint opaque = Send(records, size: 7);

        Assert.True(records.TryTake(opaque, out InFlightRecord record));
        Assert.Equal(7, record.Size);
        Assert.False(records.TryTake(opaque, out _));
        records.ReturnTaken();
        Assert.False(records.TryTake(opaque, out _));
    }

    [Fact]
    public void A_late_report_does_not_find_the_record_that_uses_its_slot_now()
    {
        InFlightRecords records = new();
        nint first = Send(records, size: 1);
        Assert.True(records.TryTake(first, out _));
        records.ReturnTaken();

        nint second = Send(records, size: 2);

        Assert.Equal(1, records.Capacity);
        Assert.NotEqual(first, second);
        Assert.False(records.TryTake(first, out _));
        Assert.True(records.TryTake(second, out InFlightRecord record));
        Assert.Equal(2, record.Size);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000_000)]
    public void A_value_that_was_never_given_finds_nothing(int opaque)
    {
        InFlightRecords records = new();
        Send(records, size: 1);

        Assert.False(records.TryTake(opaque, out _));
        Assert.Single(records.TakeAll());
    }

    [Fact]
    public void A_refused_record_gives_its_slot_back()
    {
        InFlightRecords records = new();
        nint refused = Send(records, size: 1);
        records.Return(refused);

        nint next = Send(records, size: 3);

        Assert.Equal(1, records.Capacity);
        Assert.False(records.TryTake(refused, out _));
        Assert.True(records.TryTake(next, out _));
        Assert.Empty(records.TakeAll());
    }

    [Fact]
    public void A_record_keeps_its_timestamp_and_the_next_one_in_its_slot_has_none()
    {
        InFlightRecords records = new();
        Assert.True(records.TryTake(Send(records, size: 1, timestamp: 42), out InFlightRecord stamped));
        records.ReturnTaken();
        Assert.True(records.TryTake(Send(records, size: 2), out InFlightRecord plain));

        Assert.Equal(1, records.Capacity);
        Assert.Equal((42, InFlightRecord.NoTimestamp), (stamped.Timestamp, plain.Timestamp));
    }

    [Fact]
    public void The_oldest_record_is_the_one_that_waits_longest()
    {
        InFlightRecords records = new();
        Assert.Equal(0u, records.OldestAge(clock: 5_000));
        nint first = records.Add(new InFlightRecord { Epoch = s_epoch, AcceptedAt = 1_000 });
        records.Add(new InFlightRecord { Epoch = s_epoch, AcceptedAt = 4_000 });
        Assert.Equal(4_000u, records.OldestAge(clock: 5_000));

        records.TryTake(first, out _);
        Assert.Equal(1_000u, records.OldestAge(clock: 5_000));
        Assert.Equal(0u, records.OldestAge(clock: 3_900));
    }

    [Fact]
    public void What_is_left_at_the_end_is_taken_once()
    {
        InFlightRecords records = new();
        List<nint> sent = [.. Enumerable.Range(0, 3_000).Select(i => Send(records, size: i))];
        foreach (nint opaque in sent.Where((_, i) => i % 3 == 0))
        {
            Assert.True(records.TryTake(opaque, out _));
        }

        records.ReturnTaken();

        Assert.Equal(Enumerable.Range(0, 3_000).Where(i => i % 3 != 0).Select(i => (long)i), records.TakeAll().Select(record => record.Size));
        Assert.Empty(records.TakeAll());
    }

    [Fact]
    public async Task Records_of_many_threads_are_each_taken_once_and_slots_are_used_again()
    {
        const int Threads = 4;
        const int PerThread = 200_000;
        const int Limit = 2_000;
        InFlightRecords records = new();
        using BlockingCollection<nint> wire = new(Limit);
        CancellationToken cancelled = TestContext.Current.CancellationToken;

        Task[] producers = [.. Enumerable.Range(0, Threads).Select(thread => Task.Run(
            () =>
            {
                for (int i = 0; i < PerThread; i++)
                {
                    wire.Add(Send(records, size: (thread * PerThread) + i), cancelled);
                }
            },
            cancelled))];
        Task<int> delivery = Task.Run(
            () =>
            {
                var seen = new bool[Threads * PerThread];
                int taken = 0;
                foreach (nint opaque in wire.GetConsumingEnumerable(cancelled))
                {
                    Assert.True(records.TryTake(opaque, out InFlightRecord record));
                    Assert.False(seen[record.Size], $"record {record.Size} was taken twice");
                    seen[record.Size] = true;
                    if (++taken % 100 == 0)
                    {
                        records.ReturnTaken();
                    }
                }

                records.ReturnTaken();
                return taken;
            },
            cancelled);
        await Task.WhenAll(producers);
        wire.CompleteAdding();

        Assert.Equal(Threads * PerThread, await delivery);
        Assert.Empty(records.TakeAll());

        // What is on the wire, in a producer's hands, and taken but not yet returned.
        Assert.InRange(records.Capacity, 1, Limit + Threads + 100 + 1);
    }

    private static nint Send(InFlightRecords records, long size, long timestamp = InFlightRecord.NoTimestamp) =>
        records.Add(new InFlightRecord { Size = size, Epoch = s_epoch, Timestamp = timestamp });
}
