namespace KafkaGen.Sending.Brain;

/// <summary>A producer id and its epoch, under which brokers remember sequence numbers.</summary>
/// <param name="Id">The id; -1 for none.</param>
/// <param name="Epoch">The epoch.</param>
internal readonly record struct ProducerIdentity(long Id, short Epoch)
{
    internal static ProducerIdentity None => new(-1, -1);

    internal bool IsKnown => Id >= 0;
}
