namespace KafkaGen;

/// <summary>
/// Marks a member whose items are headers of the record, after those of <see cref="KafkaHeaderAttribute"/>, besides leaving it in the value.
/// </summary>
/// <remarks>
/// The member is a sequence of <see cref="RecordHeader"/>, or of pairs of a <see cref="string"/> and a <see cref="string"/> (sent as UTF-8) or a
/// <see cref="T:byte[]"/>: a dictionary, a list of pairs. A pair whose value is <see langword="null"/> sends no header, and neither does a
/// sequence that is <see langword="null"/>. To keep the member out of the value, add <c>[JsonIgnore]</c>.
/// </remarks>
/// <example><code>[KafkaHeaders, JsonIgnore] public Dictionary&lt;string, string&gt; Tags { get; init; } = [];</code></example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class KafkaHeadersAttribute : Attribute;
