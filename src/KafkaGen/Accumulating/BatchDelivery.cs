namespace KafkaGen.Accumulating;

/// <summary>What the sender's loop notes of a batch that it has taken.</summary>
internal sealed class BatchDelivery
{
    /// <summary>Where its first record stands among all that were numbered under its producer epoch; -1 before it has numbers.</summary>
    internal long Position { get; set; } = -1;

    /// <summary>Which batch it is of those that were numbered under its producer epoch.</summary>
    internal long Ordinal { get; set; }

    /// <summary>Its sequence number: the position, which wraps to 0 behind the largest <see cref="int"/>.</summary>
    internal int Sequence => (int)(Position & int.MaxValue);

    /// <summary>The request that it was sent with last, as long as that has no answer for it.</summary>
    internal object? Request { get; set; }

    /// <summary>A request with it was handed to a connection and has not ended.</summary>
    internal bool IsOnWire { get; set; }

    /// <summary>An attempt ended without a leader's word, and nothing since has excluded that it was stored.</summary>
    internal bool MayBeStored { get; set; }

    /// <summary>Its callers have their answer; it may still be on the wire.</summary>
    internal bool IsAnswered { get; set; }

    /// <summary>Somebody reads its records to tell the application that they failed.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>Why it failed while a compressor had it.</summary>
    internal ProduceException? FailedWith { get; set; }

    /// <summary>A compressor has it.</summary>
    internal bool IsCompressing { get; set; }

    /// <summary>Those who flush and wait for it.</summary>
    internal List<FlushOperation>? Flushes { get; set; }
}
