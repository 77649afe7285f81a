using KafkaGen.Accumulating;

namespace KafkaGen.Tests.Accumulating;

public sealed class RecordTimesTests
{
    [Fact]
    public void Each_record_keeps_its_time()
    {
        Random random = new(1);
        long[] expected = [.. Enumerable.Range(0, 200).Select(_ => random.NextInt64(3))];
        RecordTimes times = default;
        for (int i = 0; i < expected.Length; i++)
        {
            times.Add(i, expected[i]);
        }

        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(i => times[i]));
        Assert.Equal(expected[70..], Enumerable.Range(0, expected.Length - 70).Select(i => times.From(70)[i]));
    }

    [Fact]
    public void Records_that_nobody_awaits_may_be_left_out()
    {
        RecordTimes times = default;
        times.Add(5, 10);
        times.Add(9, 12);
        times.Add(20, 11);

        Assert.Equal([10, 12, 11], new[] { 5, 9, 20 }.Select(i => times[i]));
    }

    [Fact]
    public void Equal_times_allocate_nothing()
    {
        RecordTimes times = new(7);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            times.Add(i, 7);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(7, times[999]);
    }
}
