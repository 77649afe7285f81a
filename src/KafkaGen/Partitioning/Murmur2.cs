using System.Buffers.Binary;

namespace KafkaGen.Partitioning;

/// <summary>The hash by which the Java producer, librdkafka's <c>murmur2</c> partitioners and this one choose a key's partition (<c>Utils.murmur2</c> in Java).</summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    /// <summary>The partition of a key.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="partitions">How many partitions the topic has, 1 or more.</param>
    internal static int PartitionOf(ReadOnlySpan<byte> key, int partitions) => (int)((uint)(Hash(key) & int.MaxValue) % (uint)partitions);

    /// <summary>The hash of some bytes.</summary>
    internal static int Hash(ReadOnlySpan<byte> bytes)
    {
        uint hash = Seed ^ (uint)bytes.Length;
        while (bytes.Length >= sizeof(uint))
        {
            uint block = BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Multiplier;
            block ^= block >> Shift;
            hash = (hash * Multiplier) ^ (block * Multiplier);
            bytes = bytes[sizeof(uint)..];
        }

        if (!bytes.IsEmpty)
        {
            uint rest = bytes[0];
            rest |= bytes.Length > 1 ? (uint)bytes[1] << 8 : 0;
            rest |= bytes.Length > 2 ? (uint)bytes[2] << 16 : 0;
            hash = (hash ^ rest) * Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return (int)(hash ^ (hash >> 15));
    }
}
