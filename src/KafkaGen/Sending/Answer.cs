namespace KafkaGen.Sending;

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

    /// <summary>Nobody: a failure goes to the log and to <see cref="KafkaGenOptions.OnDeliveryFailed"/>.</summary>
    internal static Answer ToNobody => default;

    /// <summary>Whether nobody is told.</summary>
    internal bool IsToNobody => !IsAwaited && Batch is null;

    /// <summary>Whether a caller takes the answer from the operation's task.</summary>
    internal bool IsAwaited { get; }

    /// <summary>The batch that collects the answer.</summary>
    internal BatchAnswers? Batch { get; }

    /// <summary>The record's place in the batch.</summary>
    internal int Index { get; }

    /// <summary>Ends the caller's wait for the answer.</summary>
    internal CancellationToken CancellationToken { get; }

    /// <summary>The caller of <c>ProduceAsync</c>.</summary>
    internal static Answer ToCaller(CancellationToken cancellationToken) => new(isAwaited: true, null, 0, cancellationToken);

    /// <summary>A batch.</summary>
    internal static Answer ToBatch(BatchAnswers batch, int index) => new(isAwaited: false, batch, index, CancellationToken.None);
}
