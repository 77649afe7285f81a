namespace KafkaGen.Protocol.Records;

/// <summary>A record batch in somebody's memory.</summary>
internal readonly struct RecordBatch
{
    private RecordBatch(ReadOnlyMemory<byte> bytes, in RecordBatchHeader header)
    {
        Bytes = bytes;
        Header = header;
    }

    /// <summary>The whole batch, from its base offset on.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public RecordBatchHeader Header { get; }

    /// <summary>The records as they were written, compressed or not.</summary>
    public ReadOnlyMemory<byte> RecordBytes => Bytes[RecordBatchHeader.Size..];

    /// <summary>Looks at the batch at the beginning of <paramref name="bytes"/>, without reading its records.</summary>
    /// <param name="bytes">One batch, perhaps with others behind it.</param>
    /// <param name="batch">The batch, when its length and format are right; its checksum, codec or count may not be.</param>
    public static BatchDefect TryRead(ReadOnlyMemory<byte> bytes, out RecordBatch batch)
    {
        batch = default;
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < RecordBatchHeader.Size)
        {
            return BatchDefect.Length;
        }

        if (RecordBatchHeader.ReadMagic(span) != RecordBatchHeader.CurrentMagic)
        {
            return BatchDefect.Magic;
        }

        int length = RecordBatchHeader.ReadLength(span);
        if (length < RecordBatchHeader.Size - RecordBatchHeader.LengthOverhead || length > span.Length - RecordBatchHeader.LengthOverhead)
        {
            return BatchDefect.Length;
        }

        batch = new RecordBatch(bytes[..(length + RecordBatchHeader.LengthOverhead)], RecordBatchHeader.Read(span));
        return batch.FindDefect();
    }

    /// <summary>The records of a batch that is not compressed.</summary>
    /// <exception cref="InvalidOperationException">The batch is compressed.</exception>
    public RecordEnumerator ReadRecords() => Header.Codec == CompressionCodec.None
        ? new RecordEnumerator(RecordBytes, Header.Count)
        : throw new InvalidOperationException($"The batch is compressed with {Header.Codec}.");

    /// <summary>The records of a batch whose bytes the caller has decompressed.</summary>
    public RecordEnumerator ReadRecords(ReadOnlyMemory<byte> decompressed) => new(decompressed, Header.Count);

    /// <summary>The offset of a record of this batch.</summary>
    public long OffsetOf(in RecordView record) => Header.BaseOffset + record.OffsetDelta;

    /// <summary>The time of a record of this batch.</summary>
    public long TimestampOf(in RecordView record) =>
        Header.HasLogAppendTime ? Header.MaxTimestamp : Header.BaseTimestamp + record.TimestampDelta;

    private BatchDefect FindDefect()
    {
        if (Crc32C.Compute(Bytes.Span[RecordBatchHeader.ChecksumFrom..]) != Header.Checksum)
        {
            return BatchDefect.Checksum;
        }

        if (Header.Codec > CompressionCodec.Zstd)
        {
            return BatchDefect.Codec;
        }

        return Header.Count < 0 || Header.LastOffsetDelta < 0 ? BatchDefect.Count : BatchDefect.None;
    }
}
