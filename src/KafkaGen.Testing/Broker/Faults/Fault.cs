using KafkaGen.Protocol;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Broker.Faults;

/// <summary>A rule that some requests meet.</summary>
internal sealed class Fault(FaultKind kind)
{
    public FaultKind Kind { get; } = kind;

    /// <summary>The API; <see langword="null"/> means every one.</summary>
    public ApiKey? Api { get; init; }

    /// <summary>Which requests of it; <see langword="null"/> means all.</summary>
    public Func<PendingRequest, bool>? When { get; init; }

    /// <summary>How many requests meet it still; <see langword="null"/> is no end.</summary>
    public int? Times { get; set; } = 1;

    public KafkaErrorCode Error { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>Requests that it meets are let through: it keeps a place in a sequence of errors.</summary>
    public bool LetsPass { get; init; }
}
