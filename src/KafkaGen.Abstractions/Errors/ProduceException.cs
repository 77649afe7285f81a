namespace KafkaGen;

/// <summary>A record was refused, or not acknowledged.</summary>
public class ProduceException : KafkaGenException
{
    /// <summary>Describes a record that was not acknowledged.</summary>
    /// <param name="topic">The topic that the record was for.</param>
    /// <param name="code">Kafka's or the client library's code.</param>
    /// <param name="reason">What went wrong and, where it is known, what to do about it; a sentence.</param>
    /// <param name="innerException">The exception of the code that refused the record, when there is one.</param>
    public ProduceException(string topic, KafkaErrorCode code, string reason, Exception? innerException = null)
        : base($"A record for topic '{topic}' was not acknowledged: {reason} [{code}]", innerException)
    {
        Topic = topic;
        Code = code;
        Reason = reason;
    }

    /// <summary>The topic that the record was for.</summary>
    public string Topic { get; }

    /// <summary>Kafka's or the client library's code.</summary>
    public KafkaErrorCode Code { get; }

    /// <summary>What went wrong, a sentence.</summary>
    public string Reason { get; }

    /// <summary>Whether producing the same record again may succeed; see <see cref="KafkaErrorCodes.IsRetriable"/>.</summary>
    public bool IsRetriable { get; init; }

    /// <summary>Whether the client cannot send any more and must be recreated (librdkafka's fatal errors).</summary>
    public bool IsFatal { get; init; }

    /// <summary>Whether the record may be stored all the same.</summary>
    public RecordPersistence Status { get; init; }
}
