namespace KafkaGen.Protocol.Records;

/// <summary>
/// The batches of a Produce request or a Fetch answer, one after the other. A Fetch answer may end in the middle of a batch, because brokers cut at a
/// number of bytes: that is where the batches end (<see cref="IsCutOff"/>).
/// </summary>
/// <remarks>There is no <c>foreach</c> over them, because it would hide <see cref="Defect"/> and <see cref="IsCutOff"/>.</remarks>
/// <param name="bytes">The batches.</param>
internal struct RecordBatches(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    /// <summary>The batch, when its length and format are right; whether the rest of it is, says <see cref="Defect"/>.</summary>
    public RecordBatch Current { get; private set; }

    /// <summary>What is wrong with <see cref="Current"/>. Behind a batch without a right length or format there is none that could be read.</summary>
    public BatchDefect Defect { get; private set; }

    /// <summary>Whether bytes were left that are the beginning of a batch.</summary>
    public bool IsCutOff { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty || Defect is BatchDefect.Length or BatchDefect.Magic)
        {
            return false;
        }

        if (_rest.Length < RecordBatchHeader.LengthOverhead
            || RecordBatchHeader.ReadLength(_rest.Span) > _rest.Length - RecordBatchHeader.LengthOverhead)
        {
            IsCutOff = true;
            return false;
        }

        Defect = RecordBatch.TryRead(_rest, out RecordBatch batch);
        Current = batch;
        _rest = _rest[batch.Bytes.Length..];
        return true;
    }
}
