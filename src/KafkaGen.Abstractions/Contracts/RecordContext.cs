using KafkaGen.Contracts;

namespace KafkaGen;

/// <summary>The record that an <see cref="IRecordSerializer{T}"/> writes a part of.</summary>
public readonly ref struct RecordContext
{
    private readonly RecordBuffer _record;

    /// <summary>Describes a record; for generated code and for tests of a serializer.</summary>
    /// <param name="topic">The topic that the record goes to.</param>
    /// <param name="part">The part that is written.</param>
    /// <param name="record">The record.</param>
    public RecordContext(string topic, RecordPart part, RecordBuffer record)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(record);
        Topic = topic;
        Part = part;
        _record = record;
    }

    /// <summary>The topic that the record goes to.</summary>
    public string Topic { get; }

    /// <summary>The part that is written.</summary>
    public RecordPart Part { get; }

    /// <summary>Adds a header to the record, after those of the contract.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="value">The bytes; may be empty.</param>
    public void AddHeader(string name, ReadOnlySpan<byte> value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _record.AddLater(name, value);
    }
}
