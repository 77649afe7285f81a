namespace KafkaGen.Contracts;

/// <summary>Receives a contract with its message type as a type argument: how closed services are registered without reflection.</summary>
public interface IContractVisitor
{
    /// <summary>Called by <see cref="KafkaContract.Accept"/>.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="contract">The contract.</param>
    void Visit<T>(KafkaContract<T> contract);
}

/// <summary>Receives a contract with a key with both of its types as type arguments.</summary>
public interface IKeyedContractVisitor
{
    /// <summary>Called by <see cref="KafkaContract.AcceptKeyed"/>.</summary>
    /// <typeparam name="TKey">The key's type.</typeparam>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="contract">The contract.</param>
    void Visit<TKey, T>(KafkaContract<TKey, T> contract)
        where TKey : notnull;
}
