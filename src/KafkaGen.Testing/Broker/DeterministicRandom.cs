namespace KafkaGen.Testing.Broker;

/// <summary>The same numbers from the same seed on every runtime, which <see cref="Random"/> does not promise (SplitMix64).</summary>
internal sealed class DeterministicRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>An id as Kafka makes them: never zero, and its text never begins with a dash.</summary>
    public Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[0] = (byte)(bytes[0] & 0x7F | 0x40);
        return new Guid(bytes, bigEndian: true);
    }
}
