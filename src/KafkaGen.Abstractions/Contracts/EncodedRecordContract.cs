namespace KafkaGen.Contracts;

/// <summary>The contract of records that are bytes already. It names no topic: each producer of it does.</summary>
internal sealed class EncodedRecordContract : KafkaContract<EncodedRecord>
{
    public override string Topic => "";

    public override string Name => nameof(EncodedRecord);

    public override ContractParts Parts => ContractParts.Key | ContractParts.Headers | ContractParts.Timestamp | ContractParts.Partition;

    public override bool WriteKey(in EncodedRecord message, RecordBuffer output)
    {
        if (message.Key is not { } key)
        {
            return false;
        }

        output.Write(key.Span);
        return true;
    }

    public override void WriteHeaders(in EncodedRecord message, RecordBuffer output)
    {
        // By index: an enumerator of the interface would be an object a record.
        for (int i = 0; i < message.Headers.Count; i++)
        {
            output.BeginHeader(message.Headers[i].Name);
            output.Write(message.Headers[i].Value.Span);
            output.EndHeader();
        }
    }

    public override long? GetTimestamp(in EncodedRecord message) => message.Timestamp?.ToUnixTimeMilliseconds();

    public override int? GetPartition(in EncodedRecord message) => message.Partition;

    public override void WriteValue(in EncodedRecord message, RecordBuffer output)
    {
        if (message.Value is { } value)
        {
            output.Write(value.Span);
        }
        else
        {
            output.IsTombstone = true;
        }
    }
}
