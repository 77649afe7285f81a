using System.Buffers.Binary;
using KafkaGen.Connections;
using KafkaGen.Protocol;

namespace KafkaGen.Tests.Connections;

public sealed class FrameBufferTests
{
    private const int MaxFrame = 1024 * 1024;

    [Fact]
    public void Frames_of_any_size_come_out_as_they_went_in_whatever_the_pieces_are()
    {
        Random random = new(3);
        byte[][] frames = [.. Enumerable.Range(0, 300).Select(i =>
        {
            byte[] frame = new byte[i % 50 == 7 ? random.Next(30_000, 300_000) : random.Next(4, 400)];
            random.NextBytes(frame);
            return frame;
        })];
        byte[] stream = [.. frames.SelectMany(frame => (byte[])[.. Length(frame.Length), .. frame])];
        using FrameBuffer buffer = new(MaxFrame);
        List<byte[]> taken = [];
        for (int at = 0; at < stream.Length;)
        {
            Span<byte> free = buffer.Free;
            int count = Math.Min(Math.Min(free.Length, stream.Length - at), random.Next(1, 50_000));
            stream.AsSpan(at, count).CopyTo(free);
            buffer.Advance(count);
            at += count;
            while (buffer.TryTake(out byte[] frame, out int length))
            {
                taken.Add(frame[..length]);
            }
        }

        Assert.Equal(frames, taken);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(MaxFrame + 1)]
    [InlineData(int.MaxValue)]
    public void A_length_that_is_none_is_refused(int length)
    {
        using FrameBuffer buffer = new(MaxFrame);
        Length(length).CopyTo(buffer.Free);
        buffer.Advance(sizeof(int));

        ProtocolException refused = Assert.Throws<ProtocolException>(() => buffer.TryTake(out _, out _));

        Assert.Contains($"is {length}, and frames have 4 to {MaxFrame} bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broker_that_expects_TLS_is_recognized()
    {
        using FrameBuffer buffer = new(MaxFrame);
        ReadOnlySpan<byte> alert = [0x15, 3, 3, 0, 2, 2, 10];
        alert.CopyTo(buffer.Free);
        buffer.Advance(alert.Length);

        ProtocolException refused = Assert.Throws<ProtocolException>(() => buffer.TryTake(out _, out _));

        Assert.Contains("expects TLS", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Length(int length)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }
}
