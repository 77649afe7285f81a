namespace KafkaGen;

/// <summary>The buffer stayed full for <c>MaxBlock</c>, or too many callers wait for it already. The record was not accepted.</summary>
public sealed class ProducerQueueFullException : ProduceException
{
    /// <summary>Describes a record that found no room.</summary>
    /// <param name="topic">The topic that the record was for.</param>
    /// <param name="reason">What was full, for how long, and which option widens it; a sentence.</param>
    public ProducerQueueFullException(string topic, string reason)
        : base(topic, KafkaErrorCode.LocalQueueFull, reason) => IsRetriable = true;
}
