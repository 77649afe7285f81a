using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>No scalar costs memory: the garbage collector has nothing to do however many records are encoded.</summary>
public class ScalarAllocationTests
{
    private const int Rounds = 1000;

    private readonly RecordBuffer _buffer = new();

    [Fact]
    public void Numbers_allocate_nothing()
    {
        AssertNothing(JsonText.Write, true);
        AssertNothing(JsonText.Write, byte.MaxValue);
        AssertNothing(JsonText.Write, sbyte.MinValue);
        AssertNothing(JsonText.Write, short.MinValue);
        AssertNothing(JsonText.Write, ushort.MaxValue);
        AssertNothing(JsonText.Write, int.MinValue);
        AssertNothing(JsonText.Write, uint.MaxValue);
        AssertNothing(JsonText.Write, long.MinValue);
        AssertNothing(JsonText.Write, ulong.MaxValue);
        AssertNothing(JsonText.Write, Int128.MinValue);
        AssertNothing(JsonText.Write, UInt128.MaxValue);
        AssertNothing(JsonText.Write, (Half)0.1);
        AssertNothing(JsonText.Write, 12.34f);
        AssertNothing(JsonText.Write, 1.2345678e-9f);
        AssertNothing(JsonText.Write, 12.34);
        AssertNothing(JsonText.Write, Math.PI);
        AssertNothing(JsonText.Write, 12.34m);
        AssertNothing(JsonText.Write, decimal.MinValue);
    }

    [Fact]
    public void Text_allocates_nothing()
    {
        AssertNothing(JsonText.Write, 'x');
        AssertNothing(JsonText.Write, 'é');
        AssertNothing<string?>(JsonText.Write, null);
        AssertNothing(JsonText.Write, "plain text of some length, longer than a vector");
        AssertNothing(JsonText.Write, "é\"\u0000\U0001F600 \uD800 " + new string('ü', 2000));
        AssertNothing(JsonText.WritePropertyName, "naïve");
        AssertNothing(JsonText.Write, new Uri("https://example.org/é"));
        AssertNothing(JsonText.Write, new Version(1, 2, 3, 4));
        AssertNothing(JsonText.Write, new byte[1000]);
        AssertNothing<Memory<byte>>(JsonText.Write, new byte[1000]);
        AssertNothing<ReadOnlyMemory<byte>>(JsonText.Write, new byte[1000]);
        AssertNothing(Utf8Text.Write, "grüne 😀 " + new string('ü', 2000));
        AssertNothing(KeyBytes.Write, "grüne 😀 " + new string('ü', 2000));
        AssertNothing(KeyBytes.Write, "\uD800 " + new string('ü', 2000) + '\uD800');
        AssertNothing(KeyBytes.WriteComponent, @"a|b\c");
        AssertNothing(KeyBytes.Write, Guid.AllBitsSet);
    }

    [Fact]
    public void Ids_and_times_allocate_nothing()
    {
        AssertNothing(JsonText.Write, Guid.AllBitsSet);
        AssertNothing(JsonText.Write, DateTime.UtcNow);
        AssertNothing(JsonText.Write, DateTime.Now);
        AssertNothing(JsonText.Write, DateTime.MaxValue);
        AssertNothing(JsonText.Write, DateTimeOffset.Now);
        AssertNothing(JsonText.Write, DateOnly.MaxValue);
        AssertNothing(JsonText.Write, TimeOnly.MaxValue);
        AssertNothing(JsonText.Write, TimeSpan.MinValue);
    }

    private void AssertNothing<T>(Action<RecordBuffer, T> write, T value)
    {
        Assert.Equal(0, Allocated(write, value));
    }

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
