namespace KafkaGen.ContractModel;

[KafkaTopic("keys.string")]
public sealed record StringKey([PartitionKey] string Id, int Value);

[KafkaTopic("keys.nullable-string")]
public sealed record NullableStringKey([PartitionKey] string? Id, int Value);

[KafkaTopic("keys.byte")]
public sealed record ByteKey([PartitionKey] byte Id);

[KafkaTopic("keys.sbyte")]
public sealed record SByteKey([PartitionKey] sbyte Id);

[KafkaTopic("keys.int16")]
public sealed record Int16Key([PartitionKey] short Id);

[KafkaTopic("keys.uint16")]
public sealed record UInt16Key([PartitionKey] ushort Id);

[KafkaTopic("keys.int32")]
public sealed record Int32Key([PartitionKey] int Id);

[KafkaTopic("keys.uint32")]
public sealed record UInt32Key([PartitionKey] uint Id);

[KafkaTopic("keys.int64")]
public sealed record Int64Key([PartitionKey] long Id);

[KafkaTopic("keys.uint64")]
public sealed record UInt64Key([PartitionKey] ulong Id);

[KafkaTopic("keys.guid")]
public sealed record GuidKey([PartitionKey] Guid Id);

[KafkaTopic("keys.nullable-int32")]
public sealed record NullableInt32Key([PartitionKey] int? Id);

[KafkaTopic("keys.enum")]
public sealed record EnumKey([PartitionKey] Region Region);

[KafkaTopic("keys.bytes")]
public sealed record BytesKey([PartitionKey] byte[]? Id);

[KafkaTopic("keys.memory")]
public sealed record MemoryKey([PartitionKey] Memory<byte> Id);

[KafkaTopic("keys.read-only-memory")]
public sealed record ReadOnlyMemoryKey([PartitionKey] ReadOnlyMemory<byte> Id);

[KafkaTopic("keys.id")]
public sealed record IdKey([PartitionKey] CustomerId Customer, int Value);

[KafkaTopic("keys.nullable-id")]
public sealed record NullableIdKey([PartitionKey] CustomerId? Customer, int Value);

[KafkaTopic("keys.nested-id")]
public sealed record NestedIdKey([PartitionKey] AccountId Account);

[KafkaTopic("keys.text-id")]
public sealed record TextIdKey([PartitionKey] Sku Sku);

[KafkaTopic("keys.composite")]
public sealed record CompositeKey(
    [PartitionKey(Order = 2)] int Line,
    [PartitionKey(Order = 1)] string Tenant,
    [PartitionKey(Order = 3)] CustomerId Customer,
    [PartitionKey(Order = 4)] Region Region);

/// <summary>Has no key.</summary>
[KafkaTopic("keys.none")]
public sealed record NoKey(string Text);

public readonly record struct CustomerId(Guid Value);

public readonly record struct AccountId(CustomerId Owner);

/// <summary>An id with a private field and computed properties beside its value.</summary>
public readonly struct Sku(string code)
{
    private readonly string _code = code;

    public string Value => _code;

    public int Length => _code.Length;
}

public enum Region : short
{
    Nowhere = -1,
    North = 1,
    South = 2,
}
