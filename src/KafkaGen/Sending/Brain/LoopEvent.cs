namespace KafkaGen.Sending.Brain;

/// <summary>What has happened, in the inbox of the loop.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">To whom: a partition, connection, topic or flush.</param>
/// <param name="Detail">The frame, the batch or the reason.</param>
/// <param name="Number">The frame's length, or the request's correlation id.</param>
internal readonly record struct LoopEvent(LoopEventKind Kind, object? Subject = null, object? Detail = null, int Number = 0);

/// <summary>The kinds of <see cref="LoopEvent"/>.</summary>
internal enum LoopEventKind
{
    HasWork,
    Compressed,
    Connected,
    ConnectFailed,
    Received,
    Written,
    Disconnected,
    TopicOpened,
    Flush,

    /// <summary>One topic is flushed.</summary>
    FlushTopic,

    /// <summary>The records of a batch that failed have been read.</summary>
    Released,

    /// <summary>Somebody wants to know whether the cluster is there.</summary>
    Probe,

    /// <summary>Nothing more is appended; what was is flushed.</summary>
    Close,

    /// <summary>What is left is answered with an error.</summary>
    End,
}
