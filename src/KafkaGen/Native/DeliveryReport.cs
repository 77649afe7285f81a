namespace KafkaGen.Native;

/// <summary>What librdkafka reports of one record that it had accepted.</summary>
internal readonly struct DeliveryReport
{
    /// <summary>The value that was given to the produce call.</summary>
    internal nint Opaque { get; init; }

    /// <summary>Zero, or why the record was not acknowledged.</summary>
    internal KafkaErrorCode Code { get; init; }

    /// <summary>Of a record that was not acknowledged: whether it may be stored.</summary>
    internal RecordPersistence Status { get; init; }

    internal int Partition { get; init; }

    /// <summary>The offset, or -1 when the broker did not tell.</summary>
    internal long Offset { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    internal long Timestamp { get; init; }

    internal RecordTimestampType TimestampType { get; init; }

    /// <summary>The message itself, for <see cref="NativeProducer.CopyRecord"/> while the report is handled.</summary>
    internal nint Message { get; init; }
}
