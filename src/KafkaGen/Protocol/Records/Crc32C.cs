using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;
using Sse42 = System.Runtime.Intrinsics.X86.Sse42;

namespace KafkaGen.Protocol.Records;

/// <summary>
/// The checksum of record batches: CRC-32C (Castagnoli). Processors have an instruction for it, eight bytes at a time; where there is none, eight
/// tables do the same.
/// </summary>
internal static class Crc32C
{
    private const uint ReversedPolynomial = 0x82F63B78;

    private static readonly uint[][] s_tables = MakeTables();

    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what <paramref name="crc"/> is the checksum of, with <paramref name="bytes"/> behind it.</summary>
    /// <param name="crc">0 for nothing so far.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (Sse42.X64.IsSupported)
        {
            return AppendX64(crc, bytes);
        }

        return ArmCrc32.Arm64.IsSupported ? AppendArm64(crc, bytes) : AppendByTables(crc, bytes);
    }

    /// <summary>The same without the instruction.</summary>
    public static uint AppendByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        uint[][] tables = s_tables;
        while (bytes.Length >= 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = tables[7][(byte)low] ^ tables[6][(byte)(low >> 8)] ^ tables[5][(byte)(low >> 16)] ^ tables[4][low >> 24]
                ^ tables[3][(byte)high] ^ tables[2][(byte)(high >> 8)] ^ tables[1][(byte)(high >> 16)] ^ tables[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (byte value in bytes)
        {
            state = tables[0][(byte)(state ^ value)] ^ (state >> 8);
        }

        return ~state;
    }

    private static uint AppendX64(uint crc, ReadOnlySpan<byte> bytes)
    {
        ulong state = ~crc;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            state = Sse42.X64.Crc32(state, word);
        }

        uint rest = (uint)state;
        foreach (byte value in bytes[(words.Length * sizeof(ulong))..])
        {
            rest = Sse42.Crc32(rest, value);
        }

        return ~rest;
    }

    private static uint AppendArm64(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            state = ArmCrc32.Arm64.ComputeCrc32C(state, word);
        }

        foreach (byte value in bytes[(words.Length * sizeof(ulong))..])
        {
            state = ArmCrc32.ComputeCrc32C(state, value);
        }

        return ~state;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = new uint[8][];
        for (int table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (uint index = 0; index < 256; index++)
            {
                uint value = table == 0 ? index : tables[table - 1][index];
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value & 1) != 0 ? (value >> 1) ^ ReversedPolynomial : value >> 1;
                }

                tables[table][index] = value;
            }
        }

        return tables;
    }
}
