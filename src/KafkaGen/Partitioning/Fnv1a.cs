namespace KafkaGen.Partitioning;

/// <summary>The hash by which Sarama's default partitioner and librdkafka's <c>fnv1a</c> partitioners choose a key's partition: 32-bit FNV-1a without its sign.</summary>
internal static class Fnv1a
{
    private const uint Offset = 0x811C9DC5;
    private const uint Prime = 0x01000193;

    /// <summary>The hash of some bytes.</summary>
    internal static uint Hash(ReadOnlySpan<byte> bytes)
    {
        uint hash = Offset;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        // Sarama takes the hash as a signed number and makes it positive. The smallest one has no positive counterpart and stays as it is; Math.Abs
        // would throw.
        return (int)hash < 0 ? 0 - hash : hash;
    }
}
