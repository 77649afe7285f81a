namespace KafkaGen;

/// <summary>Who set a record's timestamp (the topic's <c>message.timestamp.type</c>).</summary>
public enum RecordTimestampType
{
    /// <summary>The broker did not tell.</summary>
    Unknown = 0,

    /// <summary>The producer: the contract, the call, or the moment of acceptance.</summary>
    CreateTime = 1,

    /// <summary>The broker, when it appended the record.</summary>
    LogAppendTime = 2,
}
