namespace KafkaGen.Sending.Brain;

/// <summary>What the brain goes by. Times are in milliseconds; the names in brackets are the Java producer's.</summary>
internal sealed record BrainSettings
{
    /// <summary>[<c>bootstrap.servers</c>]</summary>
    internal required IReadOnlyList<(string Host, int Port)> Bootstrap { get; init; }

    /// <summary>[<c>client.id</c>]</summary>
    internal string ClientId { get; init; } = "kafkagen";

    /// <summary>How long a batch waits for more records [<c>linger.ms</c>].</summary>
    internal long Linger { get; init; } = 5;

    /// <summary>From its first record to its answer, at most [<c>delivery.timeout.ms</c>].</summary>
    internal long DeliveryTimeout { get; init; } = 120_000;

    /// <summary>How long a broker may take to answer [<c>request.timeout.ms</c>].</summary>
    internal long RequestTimeout { get; init; } = 30_000;

    /// <summary>The largest request that is made of more than one batch, in bytes [<c>max.request.size</c>].</summary>
    internal int MaxRequestSize { get; init; } = 1024 * 1024;

    /// <summary>From how many bytes on a batch is full [<c>batch.size</c>].</summary>
    internal int BatchSize { get; init; } = 1024 * 1024;

    /// <summary>Unanswered produce requests of a connection, and unanswered batches of a partition [<c>max.in.flight.requests.per.connection</c>].</summary>
    internal int MaxInFlight { get; init; } = 5;

    /// <summary>-1 for all replicas in sync, 1 for the leader, 0 for no answer [<c>acks</c>].</summary>
    internal short Acks { get; init; } = -1;

    /// <summary>[<c>enable.idempotence</c>]</summary>
    internal bool IsIdempotent { get; init; } = true;

    /// <summary>The first pause before a batch is sent again; each further one doubles [<c>retry.backoff.ms</c>].</summary>
    internal long RetryBackoff { get; init; } = 100;

    /// <summary>[<c>retry.backoff.max.ms</c>]</summary>
    internal long MaxRetryBackoff { get; init; } = 1_000;

    /// <summary>The first pause before a connection is tried again; each further one doubles [<c>reconnect.backoff.ms</c>].</summary>
    internal long ReconnectBackoff { get; init; } = 50;

    /// <summary>[<c>reconnect.backoff.max.ms</c>]</summary>
    internal long MaxReconnectBackoff { get; init; } = 1_000;

    /// <summary>After how long metadata is asked for again without a reason [<c>metadata.max.age.ms</c>].</summary>
    internal long MetadataMaxAge { get; init; } = 300_000;

    /// <summary>Whether asking for a topic may create it [<c>allow.auto.create.topics</c>].</summary>
    internal bool AllowTopicCreation { get; init; } = true;

    /// <summary>The last epoch of a producer id. Only tests lower it, to come to the end of it.</summary>
    internal short LastEpoch { get; init; } = short.MaxValue - 1;

    /// <summary>The position of the first record under a partition's first numbers. Only tests raise it, to come to where sequence numbers wrap.</summary>
    internal long FirstPosition { get; init; }

    /// <summary>A rule that is broken on purpose. Only tests set it, to show that the simulation notices.</summary>
    internal BrokenRule Broken { get; init; }
}
