namespace KafkaGen;

/// <summary>
/// On a member: sends its value as a record header, besides leaving it in the value. On a type: adds a header with a constant text to every
/// record.
/// </summary>
/// <remarks>
/// Header values are UTF-8 text: <see cref="string"/> as it is, numbers, <see cref="bool"/>, <see cref="Guid"/> and dates as System.Text.Json
/// writes them without quotes, enums by their number; <see cref="T:byte[]"/> as it is. A member that is <see langword="null"/> sends no header.
/// To keep a member out of the value, add <c>[JsonIgnore]</c>.
/// </remarks>
/// <example>
/// <code>
/// [KafkaTopic("orders.created"), KafkaHeader("type", "order.created")]
/// public sealed record OrderCreated([PartitionKey] Guid OrderId, [KafkaHeader("tenant")] string Tenant);
/// </code>
/// </example>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter,
    AllowMultiple = true, Inherited = false)]
public sealed class KafkaHeaderAttribute : Attribute
{
    /// <summary>On a member: the header that carries the member's value.</summary>
    /// <param name="name">The header's name, not empty.</param>
    public KafkaHeaderAttribute(string name) => Name = name;

    /// <summary>On a type: a header with a constant value.</summary>
    /// <param name="name">The header's name, not empty.</param>
    /// <param name="value">The header's text, sent as UTF-8.</param>
    public KafkaHeaderAttribute(string name, string value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>The header's name.</summary>
    public string Name { get; }

    /// <summary>The constant text, or <see langword="null"/> on a member.</summary>
    public string? Value { get; }
}
