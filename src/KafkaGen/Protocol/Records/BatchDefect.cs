namespace KafkaGen.Protocol.Records;

/// <summary>What is wrong with a record batch, found before its records are read.</summary>
internal enum BatchDefect
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It ends before its length says, or its length is too small for a header. Brokers answer <c>CORRUPT_MESSAGE</c>.</summary>
    Length,

    /// <summary>It is a message of a format before v2, which Kafka 4.0 dropped (KIP-724), or of one that does not exist.</summary>
    Magic,

    /// <summary>Its checksum is wrong: bytes were changed on the way. Brokers answer <c>CORRUPT_MESSAGE</c>.</summary>
    Checksum,

    /// <summary>Its codec does not exist. Brokers answer <c>INVALID_RECORD</c>.</summary>
    Codec,

    /// <summary>It has a negative number of records, or offsets that run backwards. Brokers answer <c>INVALID_RECORD</c>.</summary>
    Count,
}
