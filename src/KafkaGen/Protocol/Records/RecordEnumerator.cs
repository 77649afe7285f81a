using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Records;

/// <summary>The records of a batch, one after the other. What is no record throws <see cref="ProtocolException"/> when it is come to.</summary>
/// <param name="records">The bytes behind the batch's header, decompressed.</param>
/// <param name="count">How many there are by the header.</param>
internal ref struct RecordEnumerator(ReadOnlyMemory<byte> records, int count)
{
    // An empty record has a length, attributes, two deltas, two lengths and a count of headers.
    private const int LeastSize = 7;

    private ProtocolReader _reader = new(records, "record");
    private int _left = count;

    public RecordView Current { get; private set; }

    public readonly RecordEnumerator GetEnumerator() => this;

    /// <exception cref="ProtocolException">The bytes are no record, or there are more or fewer than the header says.</exception>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            _reader.ExpectEnd();
            return false;
        }

        if (_left < 0 || (long)_left * LeastSize > _reader.Remaining)
        {
            _reader.Throw("count", $"{_left} records do not fit {_reader.Remaining} bytes");
        }

        _left--;
        int length = _reader.ReadVarint("length");
        if (length < 0 || length > _reader.Remaining)
        {
            _reader.Throw("length", $"a length of {length} does not fit the {_reader.Remaining} bytes that are left");
        }

        Current = RecordView.Read(ref _reader, _reader.Offset + length);
        return true;
    }
}
