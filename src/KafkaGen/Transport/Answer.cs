using KafkaGen.Telemetry;

namespace KafkaGen.Transport;

/// <summary>Who is told what became of a record.</summary>
internal readonly struct Answer
{
    private Answer(bool isAwaited, BatchAnswers? batch, int index, CancellationToken cancellationToken)
    {
        IsAwaited = isAwaited;
        Batch = batch;
        Index = index;
        CancellationToken = cancellationToken;
    }

    private Answer(in Answer answer, in Observation observation)
    {
        this = answer;
        Observation = observation;
    }

    /// <summary>Nobody: a failure goes to the log and to <see cref="KafkaGenOptions.OnDeliveryFailed"/>.</summary>
    internal static Answer ToNobody => default;

    /// <summary>Whether nobody is told, and nobody observes the call.</summary>
    internal bool IsToNobody => !IsAwaited && Batch is null && StartedAt == 0;

    /// <summary>Whether a caller takes the answer from the operation's task.</summary>
    internal bool IsAwaited { get; }

    /// <summary>The batch that collects the answer.</summary>
    internal BatchAnswers? Batch { get; }

    /// <summary>The record's place in the batch.</summary>
    internal int Index { get; }

    /// <summary>Ends the caller's wait for the answer.</summary>
    internal CancellationToken CancellationToken { get; }

    /// <summary>When the call was made, as <see cref="System.Diagnostics.Stopwatch"/> counts; zero while nobody listens.</summary>
    internal long StartedAt => Observation.StartedAt;

    /// <summary>What is traced of the record.</summary>
    internal SendTrace? Trace => Observation.Trace;

    /// <summary>What is observed of the call.</summary>
    internal Observation Observation { get; }

    /// <summary>The caller of <c>ProduceAsync</c>.</summary>
    internal static Answer ToCaller(CancellationToken cancellationToken) => new(isAwaited: true, null, 0, cancellationToken);

    /// <summary>A batch.</summary>
    internal static Answer ToBatch(BatchAnswers batch, int index, SendTrace? trace) =>
        new Answer(isAwaited: false, batch, index, CancellationToken.None).Observed(new Observation(0, trace));

    /// <summary>This answer, of a call that someone observes.</summary>
    internal Answer Observed(in Observation observation) => new(in this, in observation);
}
