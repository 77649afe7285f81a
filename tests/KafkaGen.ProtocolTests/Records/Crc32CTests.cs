using System.Text;
using CsCheck;
using KafkaGen.Protocol.Records;

namespace KafkaGen.ProtocolTests.Records;

/// <summary>The checksum of record batches.</summary>
[Trait("Draws", "Random")]
public sealed class Crc32CTests
{
    /// <summary>The check value of the algorithm, and the examples of RFC 3720, appendix B.4.</summary>
    public static TheoryData<string, uint> Known { get; } = new()
    {
        { "", 0 },
        { Convert.ToHexString(Encoding.ASCII.GetBytes("123456789")), 0xE3069283 },
        { new string('0', 64), 0x8A9136AA },
        { new string('F', 64), 0x62A8AB43 },
        { Convert.ToHexString([.. Enumerable.Range(0, 32).Select(value => (byte)value)]), 0x46DD794E },
        { Convert.ToHexString([.. Enumerable.Range(0, 32).Select(value => (byte)(31 - value))]), 0x113FDB5C },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Known_checksums_come_out(string hex, uint expected)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Equal(expected, Crc32C.Compute(bytes));
        Assert.Equal(expected, Crc32C.AppendByTables(0, bytes));
    }

    [Fact]
    public void Instruction_and_tables_agree_for_every_length_and_alignment() => Gen.Byte.Array[0, 300].Check(
        count: 500,
        bytes =>
        {
            for (int from = 0; from < Math.Min(bytes.Length, 9); from++)
            {
                Assert.Equal(Crc32C.AppendByTables(0, bytes.AsSpan(from)), Crc32C.Compute(bytes.AsSpan(from)));
            }
        },
        print: Convert.ToHexStringLower);

    [Fact]
    public void Checksum_of_pieces_is_that_of_the_whole() => Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 200]).Check(
        count: 500,
        pieces =>
        {
            byte[] whole = [.. pieces.Item1, .. pieces.Item2];
            Assert.Equal(Crc32C.Compute(whole), Crc32C.Append(Crc32C.Compute(pieces.Item1), pieces.Item2));
            Assert.Equal(Crc32C.Compute(whole), Crc32C.AppendByTables(Crc32C.AppendByTables(0, pieces.Item1), pieces.Item2));
        });
}
