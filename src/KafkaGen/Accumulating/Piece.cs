namespace KafkaGen.Accumulating;

/// <summary>A piece of the memory of a batch. <see cref="Room"/> makes it and takes it back.</summary>
internal sealed class Piece(byte[] bytes)
{
    /// <summary>The topic that has it, while one has.</summary>
    internal RoomShare? Share { get; set; }

    /// <summary>Its memory, which does not move: the system reads from it while it is sent.</summary>
    internal byte[] Bytes { get; } = bytes;

    /// <summary>How much of it is written.</summary>
    internal int Used { get; set; }

    internal int Left => Bytes.Length - Used;

    internal ReadOnlyMemory<byte> Written => Bytes.AsMemory(0, Used);
}
