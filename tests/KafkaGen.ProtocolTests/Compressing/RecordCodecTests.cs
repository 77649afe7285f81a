using System.Buffers;
using System.Buffers.Binary;
using CsCheck;
using KafkaGen.Compressing;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Records;
using KafkaGen.ProtocolTests.Records;

namespace KafkaGen.ProtocolTests.Compressing;

/// <summary>The codecs of record batches.</summary>
[Trait("Draws", "Random")]
public sealed class RecordCodecTests
{
    private static readonly Gen<byte[]> s_inputs = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Gen.Select(Gen.Int[0, 200_000], Gen.Byte[1, 20]).Select((size, period) => Repeated(size, period)));

    private static readonly Gen<(byte[] Input, (int At, byte Changed)[] Changes, bool Cut)> s_damages =
        Gen.Select(s_inputs, Gen.Select(Gen.Int[0, 1_000_000], Gen.Byte).Array[1, 5], Gen.Bool);

    public static TheoryData<CompressionCodec, int?> Levels { get; } = MakeLevels();

    [Theory]
    [MemberData(nameof(Levels))]
    public void Records_come_back_as_they_were(CompressionCodec codec, int? level) => s_inputs.Check(
        count: 12,
        input =>
        {
            byte[] compressed = Compress(codec, level, new ReadOnlySequence<byte>(input));
            Assert.Equal(input, Decompress(codec, compressed));
        });

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void Records_in_pieces_come_back_as_they_were(CompressionCodec codec) => Gen.Select(s_inputs, Gen.Int[1, 40_000]).Check(
        count: 40,
        value =>
        {
            (byte[] input, int size) = value;
            Assert.Equal(input, Decompress(codec, Compress(codec, null, Piece.Cut(input, size))));
        });

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void Damaged_bytes_are_refused_or_become_something_within_the_limit(CompressionCodec codec) => s_damages.Check(
        count: 400,
        value =>
        {
            (byte[] input, (int, byte)[] changes, bool cut) = value;

            // gzip and lz4 make nothing of nothing, where there would be nothing to damage.
            byte[] compressed = Compress(codec, null, new ReadOnlySequence<byte>([.. input, 1]));
            foreach ((int at, byte changed) in changes)
            {
                compressed[at % Math.Min(compressed.Length, 200)] = changed;
            }

            int length = cut ? changes[0].Item1 % compressed.Length : compressed.Length;
            using var output = new PooledBytes(limit: 300_000);
            try
            {
                RecordCodec.Of(codec).Decompress(compressed.AsMemory(0, length), output);
            }
            catch (ProtocolException)
            {
                // That is what it is for.
            }

            Assert.InRange(output.Memory.Length, 0, 300_000);
        });

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void Records_that_become_too_many_bytes_are_refused(CompressionCodec codec)
    {
        byte[] compressed = Compress(codec, null, new ReadOnlySequence<byte>(new byte[1_000_000]));
        using var output = new PooledBytes(limit: 999_999);
        Assert.Throws<ProtocolException>(() => RecordCodec.Of(codec).Decompress(compressed, output));
        Assert.Equal(1_000_000, Decompress(codec, compressed).Length);
    }

    [Fact]
    public void Bare_snappy_block_is_read()
    {
        byte[] input = Repeated(10_000, 7);
        Assert.Equal(input, Decompress(CompressionCodec.Snappy, Snappier.Snappy.CompressToArray(input)));
    }

    [Fact]
    public void Snappy_streams_that_were_joined_are_read()
    {
        byte[] input = Repeated(40_000, 7);
        byte[] compressed = Compress(CompressionCodec.Snappy, null, new ReadOnlySequence<byte>(input));
        Assert.Equal([.. input, .. input], Decompress(CompressionCodec.Snappy, [.. compressed, .. compressed]));
    }

    [Fact]
    public void Lz4_frames_have_independent_blocks_for_Java()
    {
        byte[] compressed = Compress(CompressionCodec.Lz4, null, new ReadOnlySequence<byte>(Repeated(200_000, 7)));
        Assert.Equal(0x184D2204u, BinaryPrimitives.ReadUInt32LittleEndian(compressed));
        Assert.Equal(0x60, compressed[4] & 0xE0);
    }

    [Fact]
    public void Codec_that_makes_a_batch_larger_is_kept_off()
    {
        foreach (CompressionCodec codec in Enum.GetValues<CompressionCodec>())
        {
            using RecordBatchBuilder small = PlainRecord.Build([new PlainRecord(1, [1], [2], [])]);
            using RecordBatchBuilder large = PlainRecord.Build([new PlainRecord(1, [1], new byte[1_000], [])]);
            Assert.Equal(BatchDefect.None, RecordBatch.TryRead(small.ToArray(default, codec), out RecordBatch batch));
            Assert.Equal(CompressionCodec.None, batch.Header.Codec);
            Assert.Equal(BatchDefect.None, RecordBatch.TryRead(large.ToArray(default, codec), out batch));
            Assert.Equal(codec, batch.Header.Codec);
        }
    }

    private static byte[] Compress(CompressionCodec codec, int? level, in ReadOnlySequence<byte> input)
    {
        using var output = new PooledBytes();
        RecordCodec.Of(codec).Compress(input, level, output);
        return output.Memory.ToArray();
    }

    private static byte[] Decompress(CompressionCodec codec, byte[] compressed)
    {
        using var output = new PooledBytes();
        RecordCodec.Of(codec).Decompress(compressed, output);
        return output.Memory.ToArray();
    }

    private static byte[] Repeated(int size, byte period) => [.. Enumerable.Range(0, size).Select(at => (byte)(at % period))];

    private static TheoryData<CompressionCodec, int?> MakeLevels()
    {
        var levels = new TheoryData<CompressionCodec, int?>
        {
            { CompressionCodec.Gzip, null },
            { CompressionCodec.Snappy, null },
            { CompressionCodec.Lz4, null },
            { CompressionCodec.Zstd, null },
        };
        for (int level = 1; level <= 12; level++)
        {
            if (level <= 9)
            {
                levels.Add(CompressionCodec.Gzip, level);
            }

            levels.Add(CompressionCodec.Lz4, level);
            levels.Add(CompressionCodec.Zstd, level);
        }

        return levels;
    }

    /// <summary>A piece of records that lie in several.</summary>
    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Cut(byte[] bytes, int size)
        {
            var first = new Piece { Memory = bytes.AsMemory(0, Math.Min(size, bytes.Length)) };
            Piece last = first;
            for (int at = size; at < bytes.Length; at += size)
            {
                var next = new Piece { Memory = bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), RunningIndex = at };
                last.Next = next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        }
    }
}
