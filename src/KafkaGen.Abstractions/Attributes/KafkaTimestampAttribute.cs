namespace KafkaGen;

/// <summary>
/// Marks the member that is the record's timestamp (create time), besides leaving it in the value. Without it a record is stamped when it is
/// accepted.
/// </summary>
/// <remarks>
/// The member is a <see cref="DateTimeOffset"/>, a <see cref="DateTime"/> of kind UTC (any other kind fails with
/// <see cref="RecordEncodingException"/>) or a <see cref="long"/> of Unix milliseconds; nullable ones stamp the record on acceptance when they
/// are <see langword="null"/>. A topic with <c>message.timestamp.type=LogAppendTime</c> replaces it on the broker.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class KafkaTimestampAttribute : Attribute;
