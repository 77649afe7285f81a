using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>An <see cref="IRecordPartitioner"/> as an object, for code that does not know its type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CustomPartitioner
{
    private protected CustomPartitioner()
    {
    }

    /// <summary>The partitioner's type.</summary>
    public abstract Type Type { get; }

    /// <summary>Calls <see cref="IRecordPartitioner.Partition"/>.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="partitionCount">How many partitions the topic has.</param>
    public abstract int Partition(ReadOnlySpan<byte> key, int partitionCount);
}

/// <summary>The one object for a partitioner.</summary>
/// <typeparam name="TPartitioner">The partitioner.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CustomPartitioner<TPartitioner> : CustomPartitioner
    where TPartitioner : IRecordPartitioner
{
    private CustomPartitioner()
    {
    }

    /// <summary>The object.</summary>
    public static CustomPartitioner Instance { get; } = new CustomPartitioner<TPartitioner>();

    /// <inheritdoc/>
    public override Type Type => typeof(TPartitioner);

    /// <inheritdoc/>
    public override int Partition(ReadOnlySpan<byte> key, int partitionCount) => TPartitioner.Partition(key, partitionCount);
}
