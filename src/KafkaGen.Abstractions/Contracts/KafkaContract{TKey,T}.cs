namespace KafkaGen.Contracts;

/// <summary>The contract of one message type whose records have a key.</summary>
/// <typeparam name="TKey">
/// The key's type: that of the member with <see cref="PartitionKeyAttribute"/>, without <c>?</c>; of several members a tuple, in the key's sequence.
/// </typeparam>
/// <typeparam name="T">The message type.</typeparam>
public abstract class KafkaContract<TKey, T> : KafkaContract<T>
    where TKey : notnull
{
    /// <summary>Writes a key that is given by itself. The key of a message is written by it too, so that the two have the same bytes.</summary>
    /// <param name="key">The key, not <see langword="null"/>.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <returns><see langword="false"/> when the value inside a strongly typed id is <see langword="null"/>: nothing was written.</returns>
    public abstract bool WriteKey(TKey key, RecordBuffer output);

    /// <inheritdoc/>
    public sealed override void AcceptKeyed(IKeyedContractVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        visitor.Visit(this);
    }
}
