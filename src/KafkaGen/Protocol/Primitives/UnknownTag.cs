namespace KafkaGen.Protocol.Primitives;

/// <summary>
/// A tagged field that a newer version of Kafka has and this code does not know (KIP-482). It is kept, so that a message that is passed on loses
/// nothing.
/// </summary>
/// <param name="Tag">Its number.</param>
/// <param name="Value">Its bytes.</param>
internal readonly record struct UnknownTag(uint Tag, byte[] Value);
