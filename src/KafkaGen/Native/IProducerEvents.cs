namespace KafkaGen.Native;

/// <summary>Receives what <see cref="NativeProducer.Poll"/> finds, on the polling thread.</summary>
internal interface IProducerEvents
{
    /// <summary>One record is acknowledged or failed.</summary>
    void OnDelivered(in DeliveryReport report);

    /// <summary>The records reported since the last call have left librdkafka's queue: there is room again.</summary>
    void OnDeliveredBatchEnd();

    /// <summary>Called after each <see cref="NativeProducer.Poll"/>, whether it found something or not.</summary>
    void OnPolled();

    /// <summary>A line of librdkafka's log.</summary>
    /// <param name="level">A syslog level: 0 (emergency) to 7 (debug).</param>
    /// <param name="facility">librdkafka's facility, such as <c>FAIL</c>.</param>
    /// <param name="text">The line.</param>
    void OnLog(int level, string facility, string text);

    /// <summary>An error of the client itself, not of a record.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="reason">The same in words.</param>
    /// <param name="isFatal">Whether the native producer can send nothing any more.</param>
    void OnError(KafkaErrorCode code, string reason, bool isFatal);

    /// <summary>librdkafka's statistics, by <c>statistics.interval.ms</c>.</summary>
    /// <param name="json">JSON, valid during the call.</param>
    void OnStatistics(ReadOnlySpan<byte> json);

    /// <summary>A connection needs an OAuth token: <see cref="NativeProducer.SetToken"/> or <see cref="NativeProducer.FailToken"/> is awaited.</summary>
    void OnTokenNeeded();
}
