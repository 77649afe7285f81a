using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>No scalar costs memory, however long its text: the garbage collector has nothing to do however many records are encoded.</summary>
public class ScalarAllocationTests
{
    private const int Rounds = 1000;
    private const int Measurements = 5;

    private readonly RecordBuffer _buffer = new();

    [Fact]
    public void Numbers_allocate_nothing_at_their_extremes()
    {
        AssertNothing(JsonText.Write, false, true);
        AssertNothing(JsonText.Write, byte.MinValue, byte.MaxValue);
        AssertNothing(JsonText.Write, sbyte.MinValue, sbyte.MaxValue);
        AssertNothing(JsonText.Write, short.MinValue, short.MaxValue);
        AssertNothing(JsonText.Write, ushort.MinValue, ushort.MaxValue);
        AssertNothing(JsonText.Write, int.MinValue, int.MaxValue);
        AssertNothing(JsonText.Write, uint.MinValue, uint.MaxValue);
        AssertNothing(JsonText.Write, long.MinValue, long.MaxValue);
        AssertNothing(JsonText.Write, ulong.MinValue, ulong.MaxValue);
        AssertNothing(JsonText.Write, Int128.MinValue, Int128.MaxValue);
        AssertNothing(JsonText.Write, UInt128.MinValue, UInt128.MaxValue);
        AssertNothing(JsonText.Write, Half.MinValue, Half.Epsilon, (Half)0.1, Half.MaxValue);
        AssertNothing(JsonText.Write, float.MinValue, float.Epsilon, 12.34f, 1.2345678e-9f, float.NegativeZero, float.MaxValue);
        AssertNothing(JsonText.Write, double.MinValue, double.Epsilon, 12.34, Math.PI, double.NegativeZero, double.MaxValue);
        AssertNothing(JsonText.Write, decimal.MinValue, 12.34m, 0.0000000000000000000000000001m, decimal.MaxValue);
        AssertNothing(Utf8Text.Write, long.MinValue, long.MaxValue);
        AssertNothing(Utf8Text.Write, double.MinValue, double.Epsilon, double.MaxValue);
        AssertNothing(KeyBytes.Write, long.MinValue, long.MaxValue);
        AssertNothing(KeyBytes.WriteComponent, long.MinValue, long.MaxValue);
    }

    [Fact]
    public void Ids_and_times_allocate_nothing_at_their_extremes()
    {
        var farthest = TimeSpan.FromHours(14);
        AssertNothing(JsonText.Write, Guid.Empty, Guid.AllBitsSet);
        AssertNothing(KeyBytes.Write, Guid.Empty, Guid.AllBitsSet);
        AssertNothing(JsonText.Write, DateTime.MinValue, DateTime.UtcNow, DateTime.Now, DateTime.MaxValue);
        AssertNothing(
            JsonText.Write, DateTimeOffset.MinValue, DateTimeOffset.Now, new DateTimeOffset(2000, 1, 1, 0, 0, 0, farthest), DateTimeOffset.MaxValue);
        AssertNothing(JsonText.Write, DateOnly.MinValue, DateOnly.MaxValue);
        AssertNothing(JsonText.Write, TimeOnly.MinValue, TimeOnly.MaxValue);
        AssertNothing(JsonText.Write, TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.MaxValue);
    }

    [Fact]
    public void Text_allocates_nothing()
    {
        AssertNothing(JsonText.Write, 'x');
        AssertNothing(JsonText.Write, 'é');
        AssertNothing(JsonText.Write, (string?)null);
        AssertNothing(JsonText.Write, "plain text of some length, longer than a vector");
        AssertNothing(JsonText.Write, "é\"\u0000\U0001F600 \uD800 " + new string('ü', 2000));
        AssertNothing(JsonText.WritePropertyName, "naïve");
        AssertNothing(JsonText.Write, new Uri("https://example.org/é"));
        AssertNothing(JsonText.Write, new Version(1, 2, 3, 4));
        AssertNothing<byte[]>(JsonText.Write, new byte[1000]);
        AssertNothing<Memory<byte>>(JsonText.Write, new byte[1000]);
        AssertNothing<ReadOnlyMemory<byte>>(JsonText.Write, new byte[1000]);
        AssertNothing(Utf8Text.Write, "grüne 😀 " + new string('ü', 2000));
        AssertNothing(KeyBytes.Write, "grüne 😀 " + new string('ü', 2000));
        AssertNothing(KeyBytes.Write, "\uD800 " + new string('ü', 2000) + '\uD800');
        AssertNothing(KeyBytes.WriteComponent, @"a|b\c");
    }

    // What a scalar allocates is there every time; what the runtime does once, on whichever thread, is not.
    private void AssertNothing<T>(Action<RecordBuffer, T> write, params T[] values) => Assert.All(
        values, value => Assert.Equal(0, Enumerable.Range(0, Measurements).Select(_ => Allocated(write, value)).Min()));

    private long Allocated<T>(Action<RecordBuffer, T> write, T value)
    {
        // The first round warms up: it grows the buffer and runs static constructors.
        long before = 0;
        for (int i = 0; i <= Rounds; i++)
        {
            if (i == 1)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            _buffer.Clear();
            write(_buffer, value);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
