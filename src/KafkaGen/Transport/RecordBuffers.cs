using KafkaGen.Contracts;

namespace KafkaGen.Transport;

/// <summary>One buffer per thread to encode into. It is never held across an <c>await</c>.</summary>
internal static class RecordBuffers
{
    /// <summary>The memory that a thread keeps; one large record does not hold on to more.</summary>
    internal const int MaxKeptCapacity = 128 * 1024;

    [ThreadStatic]
    private static RecordBuffer? s_spare;

    /// <summary>Takes the thread's buffer. A getter of the message that produces a record itself gets another one.</summary>
    internal static RecordBuffer Rent()
    {
        RecordBuffer buffer = s_spare ?? new RecordBuffer();
        s_spare = null;
        return buffer;
    }

    internal static void Return(RecordBuffer buffer)
    {
        if (buffer.Capacity > MaxKeptCapacity)
        {
            buffer.Trim(MaxKeptCapacity);
        }

        s_spare = buffer;
    }
}
