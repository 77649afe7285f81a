namespace KafkaGen;

/// <summary>The part of a record that a serializer writes.</summary>
public enum RecordPart
{
    /// <summary>The record's value.</summary>
    Value = 0,

    /// <summary>The record's key.</summary>
    Key = 1,
}
