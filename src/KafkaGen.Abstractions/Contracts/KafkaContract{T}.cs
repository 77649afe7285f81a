using System.Collections.Immutable;
using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>The contract of one message type: straight-line code that turns a message into the parts of a record.</summary>
/// <typeparam name="T">The message type.</typeparam>
public abstract class KafkaContract<T> : KafkaContract
{
    // Each is held by what its assembly has registered: an assembly that can be unloaded must not be held here, where the message type may be of one that stays.
    private static ImmutableArray<WeakReference<KafkaContract<T>>> s_registered = [];

    /// <inheritdoc/>
    public sealed override Type MessageType => typeof(T);

    /// <summary>The registered contracts of <typeparamref name="T"/>.</summary>
    internal static IEnumerable<KafkaContract<T>> Registered =>
        s_registered.Select(static weak => weak.TryGetTarget(out KafkaContract<T>? contract) && contract.IsServed ? contract : null).OfType<KafkaContract<T>>();

    // While a context unloads, its own code still runs and finds its contracts. Nobody else does.
    private bool IsServed => Assembly is not { IsGone: true } || typeof(T).Assembly == GetType().Assembly;

    /// <summary>A registered contract: the one of that name; without one the contract that has none of its own, or the only one there is.</summary>
    internal static KafkaContract<T>? Find(string? name)
    {
        KafkaContract<T>? only = null;
        int count = 0;
        foreach (WeakReference<KafkaContract<T>> weak in s_registered)
        {
            if (!weak.TryGetTarget(out KafkaContract<T>? contract) || !contract.IsServed)
            {
                continue;
            }

            if (name is null ? !contract.IsNamed : contract.Name == name)
            {
                return contract;
            }

            only = contract;
            count++;
        }

        return name is null && count == 1 ? only : null;
    }

    /// <summary>This contract with the serializers of a client, for one of its topics. A contract without serializers is the same everywhere.</summary>
    /// <param name="serializers">The client's serializers.</param>
    /// <param name="topic">The topic that the records go to.</param>
    /// <exception cref="KafkaContractException">A serializer is not registered and cannot be made.</exception>
    public virtual KafkaContract<T> Bind(ContractSerializers serializers, string topic) => this;

    /// <summary>Writes the record's value.</summary>
    /// <param name="message">The message.</param>
    /// <param name="output">Where the bytes go.</param>
    public abstract void WriteValue(in T message, RecordBuffer output);

    /// <summary>Writes the record's key.</summary>
    /// <param name="message">The message.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <returns><see langword="false"/> when the key is <see langword="null"/>: nothing was written and the record has no key.</returns>
    public virtual bool WriteKey(in T message, RecordBuffer output) => false;

    /// <summary>Writes the record's headers, each by <see cref="RecordBuffer.BeginHeader(ReadOnlySpan{byte})"/> and <see cref="RecordBuffer.EndHeader"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="output">Where the headers go.</param>
    public virtual void WriteHeaders(in T message, RecordBuffer output)
    {
    }

    /// <summary>The record's timestamp in milliseconds since the Unix epoch, or <see langword="null"/> for the moment of acceptance.</summary>
    /// <param name="message">The message.</param>
    public virtual long? GetTimestamp(in T message) => null;

    /// <summary>The record's partition, or <see langword="null"/> for the partitioner's choice.</summary>
    /// <param name="message">The message.</param>
    public virtual int? GetPartition(in T message) => null;

    /// <summary>Encodes a whole record: clears <paramref name="output"/>, then writes key, headers and value, timestamp and partition.</summary>
    /// <param name="message">The message.</param>
    /// <param name="output">Where the record goes; empty after a failure.</param>
    /// <exception cref="RecordEncodingException">
    /// A value of the message cannot be written, or a member threw. The text names the member; what a member threw is the inner exception.
    /// </exception>
    public void Encode(in T message, RecordBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Clear();
        ContractParts part = ContractParts.Key;
        try
        {
            ContractParts parts = Parts;
            if ((parts & ContractParts.Key) != 0 && WriteKey(in message, output))
            {
                output.EndKey();
            }

            part = ContractParts.Headers;
            if ((parts & ContractParts.Headers) != 0)
            {
                WriteHeaders(in message, output);
            }

            part = ContractParts.Timestamp;
            if ((parts & ContractParts.Timestamp) != 0)
            {
                output.Timestamp = GetTimestamp(in message);
            }

            part = ContractParts.Partition;
            if ((parts & ContractParts.Partition) != 0)
            {
                output.Partition = GetPartition(in message);
            }

            part = ContractParts.None;
            output.BeginValue();
            WriteValue(in message, output);
            output.EndValue();
        }
        catch (RecordEncodingException refusal)
        {
            Unencodable.Locate(refusal, DescribedType, part, output);
            throw;
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            throw Unencodable.Locate(Unencodable.ByMember(thrown), DescribedType, part, output);
        }
    }

    /// <inheritdoc/>
    public sealed override void Accept(IContractVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        visitor.Visit(this);
    }

    /// <summary>Called by generated code: the serializer that <see cref="Bind"/> provided.</summary>
    /// <typeparam name="TValue">What it writes.</typeparam>
    /// <param name="serializer">The serializer, or <see langword="null"/> in a contract that is not bound.</param>
    protected static IRecordSerializer<TValue> Bound<TValue>(IRecordSerializer<TValue>? serializer) =>
        serializer ?? throw new InvalidOperationException($"The contract of '{typeof(T)}' has serializers: call Bind first.");

    /// <summary>The type that failures name: what the application declared.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual Type DescribedType => typeof(T);

    internal sealed override void Publish() => ImmutableInterlocked.Update(
        ref s_registered,
        static (all, added) => [.. all.Where(static weak => weak.TryGetTarget(out _)), added],
        new WeakReference<KafkaContract<T>>(this));
}
