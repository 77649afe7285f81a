using System.Buffers;
using System.Runtime.InteropServices;
using CsCheck;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests;

/// <summary>The primitives of the protocol.</summary>
public sealed class PrimitiveTests
{
    [Theory]
    [InlineData(0u, "00")]
    [InlineData(1u, "01")]
    [InlineData(127u, "7f")]
    [InlineData(128u, "8001")]
    [InlineData(300u, "ac02")]
    [InlineData(uint.MaxValue, "ffffffff0f")]
    public void Unsigned_varints_have_their_known_bytes(uint value, string hex)
    {
        Assert.Equal(hex, Written(writer => writer.WriteUnsignedVarint(value)));
        Assert.Equal(hex.Length / 2, Varint.Length(value));
        Assert.Equal(value, new ProtocolReader(Convert.FromHexString(hex), "test").ReadUnsignedVarint("value"));
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(-64, "7f")]
    [InlineData(64, "8001")]
    [InlineData(int.MaxValue, "feffffff0f")]
    [InlineData(int.MinValue, "ffffffff0f")]
    public void Zigzag_varints_have_their_known_bytes(int value, string hex)
    {
        Assert.Equal(hex, Written(writer => writer.WriteUnsignedVarint(Varint.ZigZag(value))));
        Assert.Equal(hex, ZigZagged(value));
        Assert.Equal(value, new ProtocolReader(Convert.FromHexString(hex), "test").ReadVarint("value"));
        Assert.Equal(value, new ProtocolReader(Convert.FromHexString(hex), "test").ReadVarlong("value"));
    }

    [Theory]
    [InlineData(long.MaxValue, "feffffffffffffffff01")]
    [InlineData(long.MinValue, "ffffffffffffffffff01")]
    public void Longest_varints_have_their_known_bytes(long value, string hex)
    {
        Assert.Equal(hex, ZigZagged(value));
        Assert.Equal(value, new ProtocolReader(Convert.FromHexString(hex), "test").ReadVarlong("value"));
    }

    [Fact]
    public void Varints_come_back_as_they_were() => Checked.For(
        Gen.Select(Gen.Long, Gen.Int[0, 63]).Select((value, shift) => value >> shift),
        count: 5_000,
        value =>
        {
            byte[] bytes = Convert.FromHexString(ZigZagged(value));
            Assert.Equal(Varint.Length(Varint.ZigZag(value)), bytes.Length);
            Assert.Equal(value, new ProtocolReader(bytes, "test").ReadVarlong("value"));
            if (value is >= int.MinValue and <= int.MaxValue)
            {
                Assert.Equal(value, new ProtocolReader(bytes, "test").ReadVarint("value"));
            }
            else
            {
                Assert.Throws<ProtocolException>(() => new ProtocolReader(bytes, "test").ReadVarint("value"));
            }
        });

    [Theory]
    [InlineData("", "cut off")]
    [InlineData("80", "cut off")]
    [InlineData("ffffffff1f", "more than 32 bits")]
    [InlineData("8080808080", "more than 32 bits")]
    [InlineData("808080808000", "more than 32 bits")]
    public void Bad_varint_is_refused(string hex, string reason)
    {
        byte[] bytes = Convert.FromHexString(hex);
        ProtocolException refusal = Assert.Throws<ProtocolException>(() => new ProtocolReader(bytes, "test", 3).ReadUnsignedVarint("value"));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("test v3, value at byte 0", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ffffffffffffffffff02", "more than 64 bits")]
    [InlineData("80808080808080808080", "more than 64 bits")]
    [InlineData("ffffffffffffffffff", "cut off")]
    public void Bad_long_varint_is_refused(string hex, string reason)
    {
        byte[] bytes = Convert.FromHexString(hex);
        ProtocolException refusal = Assert.Throws<ProtocolException>(() => new ProtocolReader(bytes, "test").ReadVarlong("value"));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_big_endian() => Assert.Equal(
        "01" + "0203" + "04050607" + "08090a0b0c0d0e0f" + "3ff8000000000000" + "00112233445566778899aabbccddeeff",
        Written(writer =>
        {
            writer.WriteByte(1);
            writer.WriteInt16(0x0203);
            writer.WriteInt32(0x04050607);
            writer.WriteInt64(0x08090A0B0C0D0E0F);
            writer.WriteFloat64(1.5);
            writer.WriteGuid(new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        }));

    [Fact]
    public void Unsigned_numbers_and_fractions_come_back_as_they_were() => Checked.For(
        Gen.Select(Gen.UShort, Gen.UInt, Gen.Double),
        count: 300,
        values =>
        {
            using var writer = new ProtocolWriter();
            var written = new MessageFields(writer, "test", 0, isFlexible: false);
            written.UInt16(values.Item1);
            written.UInt32(values.Item2);
            written.Float64(values.Item3);
            var read = new MessageFields(writer.ToArray(), "test", 0, isFlexible: false);
            Assert.Equal(values, (read.UInt16(0), read.UInt32(0), read.Float64(0)));
            read.ExpectEnd();
        });

    [Fact]
    public void Text_longer_than_its_length_field_is_refused()
    {
        string text = new('x', short.MaxValue + 1);
        Assert.Contains("32768 bytes", Refusal(isFlexible: false), StringComparison.Ordinal);
        using var writer = new ProtocolWriter();
        new MessageFields(writer, "test", 0, isFlexible: true).String(text);
        Assert.Equal(text, new MessageFields(writer.ToArray(), "test", 0, isFlexible: true).String(""));

        string Refusal(bool isFlexible) => Assert.Throws<MessageWriteException>(() =>
        {
            using var plain = new ProtocolWriter();
            new MessageFields(plain, "test", 0, isFlexible).String(text);
        }).Message;
    }

    [Fact]
    public void Large_records_are_spliced_and_small_ones_copied() => Checked.For(
        Gen.OneOf(Gen.Int[0, 100], Gen.Int[4_000, 4_200], Gen.Int[10_000, 20_000]).Array[1, 6],
        count: 200,
        sizes =>
        {
            using var writer = new ProtocolWriter(capacity: 16);
            List<byte> expected = [];
            List<byte[]> spliced = [];
            ProtocolWriter.FrameMark frame = writer.BeginFrame();
            byte next = 0;
            foreach (int size in sizes)
            {
                byte[] records = new byte[size];
                Array.Fill(records, ++next);
                writer.WriteByte(0xEE);
                writer.Splice(new ReadOnlySequence<byte>(records));
                if (size > 4096)
                {
                    spliced.Add(records);
                }

                expected.Add(0xEE);
                expected.AddRange(records);
            }

            writer.EndFrame(frame);
            byte[] all = writer.ToArray();
            Assert.Equal(expected.Count, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(all));
            Assert.Equal(expected, all[4..]);
            Assert.Equal(all.Length, writer.Length);
            List<ReadOnlyMemory<byte>> pieces = [];
            writer.CopyTo(pieces);
            Assert.Equal(
                spliced,
                pieces.Select(piece => MemoryMarshal.TryGetArray(piece, out ArraySegment<byte> array) ? array.Array! : []).Where(spliced.Contains));

            writer.Reset();
            writer.WriteByte(1);
            Assert.Equal([1], writer.ToArray());
        });

    private static string ZigZagged(long value)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxLength64];
        return Convert.ToHexStringLower(bytes[..Varint.Write(bytes, Varint.ZigZag(value))]);
    }

    private static string Written(Action<ProtocolWriter> write)
    {
        using var writer = new ProtocolWriter(capacity: 1);
        write(writer);
        return Convert.ToHexStringLower(writer.ToArray());
    }
}
