namespace KafkaGen.Transport;

/// <summary>What a sender holds that must not grow with the records that went through it.</summary>
/// <param name="Topics">Native topic handles.</param>
/// <param name="Slots">Slots for records in flight, used or not.</param>
internal readonly record struct SenderCounts(int Topics, int Slots);
