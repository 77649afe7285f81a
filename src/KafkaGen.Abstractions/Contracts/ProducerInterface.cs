using System.ComponentModel;

namespace KafkaGen.Contracts;

/// <summary>A <see cref="KafkaProducerAttribute"/> interface that generated code implements.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ProducerInterface
{
    private protected ProducerInterface()
    {
    }

    /// <summary>Calls <see cref="IProducerVisitor.Visit"/> with the interface as a type argument, without reflection.</summary>
    /// <param name="visitor">Who is called.</param>
    public abstract void Accept(IProducerVisitor visitor);
}

/// <summary>A <see cref="KafkaProducerAttribute"/> interface that generated code implements.</summary>
/// <typeparam name="TProducer">The interface.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProducerInterface<TProducer> : ProducerInterface
    where TProducer : class
{
    private readonly Func<IProducerSource, TProducer> _create;

    internal ProducerInterface(Func<IProducerSource, TProducer> create) => _create = create;

    /// <summary>The registered implementation, or <see langword="null"/>.</summary>
    internal static ProducerInterface<TProducer>? Registered { get; set; }

    /// <summary>Makes an implementation that produces through a client.</summary>
    /// <param name="source">The client.</param>
    public TProducer Create(IProducerSource source) => _create(source);

    /// <inheritdoc/>
    public override void Accept(IProducerVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        visitor.Visit(this);
    }
}

/// <summary>Receives a <see cref="KafkaProducerAttribute"/> interface as a type argument.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IProducerVisitor
{
    /// <summary>Called by <see cref="ProducerInterface.Accept"/>.</summary>
    /// <typeparam name="TProducer">The interface.</typeparam>
    /// <param name="producer">Its implementation.</param>
    void Visit<TProducer>(ProducerInterface<TProducer> producer)
        where TProducer : class;
}
