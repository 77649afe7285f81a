using KafkaGen.Contracts;

namespace KafkaGen.Configuration;

/// <summary>What is wrong with a contract that was asked for, and what to ask for instead.</summary>
internal static class ContractErrors
{
    /// <summary>The contract has no key, or one of another type.</summary>
    internal static KafkaContractException NotThatKey<TKey>(KafkaContract contract)
    {
        string type = contract.MessageType.FullName ?? contract.Name;
        KeyTypeReader reader = new();
        contract.AcceptKeyed(reader);
        return new KafkaContractException(type, reader.KeyType is { } key
            ? $"The key of '{type}' is of type '{key}', not '{typeof(TKey)}': ask for IKeyedTopicProducer<{key}, {contract.MessageType.Name}>."
            : $"'{type}' has no key, so there is nothing that a tombstone could delete. Put [PartitionKey] on the member that is its key, or ask for " +
            $"ITopicProducer<{contract.MessageType.Name}>.");
    }

    private sealed class KeyTypeReader : IKeyedContractVisitor
    {
        public Type? KeyType { get; private set; }

        public void Visit<TKey, T>(KafkaContract<TKey, T> contract)
            where TKey : notnull => KeyType = typeof(TKey);
    }
}
