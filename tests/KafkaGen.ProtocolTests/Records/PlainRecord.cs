using System.Text;
using CsCheck;
using KafkaGen.Protocol.Records;

namespace KafkaGen.ProtocolTests.Records;

/// <summary>A record as plain values, to be compared.</summary>
internal sealed record PlainRecord(long Timestamp, byte[]? Key, byte[]? Value, (string Key, byte[]? Value)[] Headers)
{
    private static readonly Gen<byte[]?> s_bytes = Gen.OneOf(
        Gen.Byte.Array[0, 20].Select(byte[]? (bytes) => bytes),
        Gen.Byte.Array[60, 140].Select(byte[]? (bytes) => bytes),
        Gen.Int[0, 0].Select(byte[]? (_) => null));

    private static readonly Gen<string> s_headerKeys = Gen.OneOf("", "type", "tenant", "漢字", "a😀");

    /// <summary>The records of random batches; their times run forwards and backwards.</summary>
    public static Gen<PlainRecord[]> Batches { get; } = Gen.Select(
            Gen.OneOf(Gen.Long[1_700_000_000_000, 1_700_000_100_000], Gen.Long[-5, 5], Gen.Const(long.MaxValue / 2)),
            s_bytes,
            s_bytes,
            Gen.Select(s_headerKeys, s_bytes).Array[0, 3])
        .Select((timestamp, key, value, headers) => new PlainRecord(timestamp, key, value, headers))
        .Array[1, 12];

    public static IEqualityComparer<PlainRecord> Comparer { get; } = EqualityComparer<PlainRecord>.Create(
        (left, right) => left!.ToString() == right!.ToString(), record => record.ToString().GetHashCode(StringComparison.Ordinal));

    public static string Print(PlainRecord[] records) => string.Join("\n", records.Select(record => record.ToString()));

    public static byte[] Write(PlainRecord[] records, in RecordBatchHeader template)
    {
        using RecordBatchBuilder builder = Build(records);
        return builder.ToArray(template);
    }

    public static RecordBatchBuilder Build(PlainRecord[] records)
    {
        var builder = new RecordBatchBuilder(capacity: 64);
        foreach (PlainRecord record in records)
        {
            HeaderBytes[] headers = [.. record.Headers.Select(header => new HeaderBytes(header.Key, Nullable(header.Value)))];
            builder.Append(record.Timestamp, record.Key, record.Value, headers);
        }

        return builder;
    }

    public static List<PlainRecord> ReadAll(RecordBatch batch) => ReadAll(batch, batch.ReadRecords());

    public static List<PlainRecord> ReadAll(RecordBatch batch, RecordEnumerator records)
    {
        List<PlainRecord> all = [];
        foreach (RecordView record in records)
        {
            List<(string, byte[]?)> headers = [];
            foreach (RecordView.HeaderView header in record.Headers)
            {
                headers.Add((header.ReadKey(), header.Value.ToArray()));
            }

            all.Add(new PlainRecord(batch.TimestampOf(record), record.Key.ToArray(), record.Value.ToArray(), [.. headers]));
        }

        return all;
    }

    public override string ToString()
    {
        string headers = string.Concat(Headers.Select(header => $" {Hex(Encoding.UTF8.GetBytes(header.Key))}={Hex(header.Value)}"));
        return $"{Timestamp} {Hex(Key)} {Hex(Value)}{headers}";
    }

    // A null array would become empty memory by its own conversion.
    private static ReadOnlyMemory<byte>? Nullable(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory();

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : $"'{Convert.ToHexStringLower(bytes)}'";
}
