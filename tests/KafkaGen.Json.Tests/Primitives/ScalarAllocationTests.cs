using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>No text costs memory, however long; that of the other scalars is measured by whole records.</summary>
public class TextAllocationTests
{
    private const int Rounds = 1000;
    private const int Measurements = 5;

    private readonly RecordBuffer _buffer = new();

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

    // What a text allocates is there every time; what the runtime does once, on whichever thread, is not.
    private void AssertNothing<T>(Action<RecordBuffer, T> write, T value) =>
        Assert.Equal(0, Enumerable.Range(0, Measurements).Select(_ => Allocated(write, value)).Min());

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
