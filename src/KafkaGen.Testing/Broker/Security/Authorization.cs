using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Broker.Security;

/// <summary>What a client wants to do, of Kafka's operations those that producers and consumers need.</summary>
internal enum Operation
{
    Read,
    Write,
    Create,
    Delete,
    Alter,
    Describe,
    DescribeConfigs,
    IdempotentWrite,
}

/// <summary>What it wants to do that with.</summary>
internal enum ResourceKind
{
    Topic,
    Group,
    Cluster,
    TransactionalId,
}

/// <summary>Who may do what. Everybody may do everything that no denial names.</summary>
internal sealed class Authorization
{
    private readonly List<Denial> _denials = [];

    /// <summary>Denies something until the denial is removed.</summary>
    /// <param name="kind">The kind of resource.</param>
    /// <param name="name">Its name; <see langword="null"/> means all of the kind.</param>
    /// <param name="operation">The operation; <see langword="null"/> means all.</param>
    /// <param name="principal">Who; <see langword="null"/> means everybody.</param>
    public Denial Deny(ResourceKind kind, string? name = null, Operation? operation = null, string? principal = null)
    {
        Denial denial = new(kind, name, operation, principal);
        _denials.Add(denial);
        return denial;
    }

    public void Remove(Denial denial) => _denials.Remove(denial);

    public bool Allows(PendingRequest request, Operation operation, ResourceKind kind, string name)
    {
        foreach (Denial denial in _denials)
        {
            if (denial.Kind == kind && (denial.Name is null || denial.Name == name)
                && (denial.Operation is null || denial.Operation == operation)
                && (denial.Principal is null || denial.Principal == request.Connection.Principal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Something that some may not do.</summary>
    public sealed record Denial(ResourceKind Kind, string? Name, Operation? Operation, string? Principal);
}
