namespace KafkaGen.Telemetry;

/// <summary>What <see cref="QueueInstruments"/> ask of a client.</summary>
internal interface IQueueMeasures
{
    /// <summary>What metrics say of the client.</summary>
    ClientTags Tags { get; }

    /// <summary>The records that are accepted and not yet answered.</summary>
    int BufferedRecords { get; }

    /// <summary>The memory that they take.</summary>
    long BufferedBytes { get; }

    /// <summary>How many there may be.</summary>
    int MaxRecords { get; }

    /// <summary>How much memory they may take.</summary>
    long MaxBytes { get; }

    /// <summary>The calls that wait for room.</summary>
    int WaitingCallers { get; }

    /// <summary>How many brokers the cluster has; zero while none answers.</summary>
    int Brokers { get; }

    /// <summary>How long ago the oldest unanswered record was accepted.</summary>
    TimeSpan OldestRecordAge();
}
