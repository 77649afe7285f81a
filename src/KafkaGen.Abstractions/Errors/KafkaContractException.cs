namespace KafkaGen;

/// <summary>
/// A contract cannot work: the generator rejected it (and the build was allowed to go on), it is not registered, or two contracts of the
/// application contradict each other.
/// </summary>
public sealed class KafkaContractException : KafkaGenException
{
    /// <summary>Describes a contract that cannot work.</summary>
    /// <param name="contract">The contract's type, by its full name.</param>
    /// <param name="message">What is wrong and how to mend it; with the diagnostic's id where there is one.</param>
    public KafkaContractException(string contract, string message)
        : base(message) => Contract = contract;

    /// <summary>The contract's type, by its full name.</summary>
    public string Contract { get; }
}
