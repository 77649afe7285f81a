using KafkaGen.Contracts;

namespace KafkaGen.Producing;

/// <summary>A key to delete.</summary>
internal readonly record struct Tombstone<TKey>(TKey Key);

/// <summary>The contract of another one's tombstones: its key, its constant headers, and no value.</summary>
internal sealed class TombstoneContract<TKey, T>(KafkaContract<TKey, T> contract) : KafkaContract<Tombstone<TKey>>
    where TKey : notnull
{
    public override string Topic => contract.Topic;

    public override string Name => contract.Name;

    public override ContractParts Parts => ContractParts.Key | (contract.Parts & ContractParts.Headers);

    public override string? KeyShape => contract.KeyShape;

    protected override Type DescribedType => typeof(T);

    public override bool WriteKey(in Tombstone<TKey> message, RecordBuffer output) =>
        contract.WriteKey(message.Key, output)
            ? true
            : throw new RecordEncodingException("The value inside the key is null, so there is no key to delete. Give the tombstone a key with a value.");

    public override void WriteHeaders(in Tombstone<TKey> message, RecordBuffer output) => contract.WriteConstantHeaders(output);

    public override void WriteValue(in Tombstone<TKey> message, RecordBuffer output) => output.IsTombstone = true;
}
