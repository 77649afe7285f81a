namespace KafkaGen;

/// <summary>A record is larger than a limit. It was not stored.</summary>
public sealed class RecordTooLargeException : ProduceException
{
    /// <summary>Describes a record that is too large.</summary>
    /// <param name="topic">The topic that the record was for.</param>
    /// <param name="reason">The record's size, the limit, and the option that raises it; a sentence.</param>
    public RecordTooLargeException(string topic, string reason)
        : base(topic, KafkaErrorCode.MsgSizeTooLarge, reason)
    {
    }
}
