namespace KafkaGen;

/// <summary>Whether a record that was not acknowledged may be stored.</summary>
public enum RecordPersistence
{
    /// <summary>The record is certainly not stored: producing it again makes no duplicate.</summary>
    NotPersisted = 0,

    /// <summary>The record was sent and its answer is missing: it may be stored, and producing it again may double it.</summary>
    PossiblyPersisted = 1,
}
