using System.Text;
using KafkaGen.Contracts;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>A record as it would be sent.</summary>
internal sealed record WrittenRecord(byte[]? Key, string Value, IReadOnlyList<string> Headers, long? Timestamp, int? Partition)
{
    public string? KeyText => Key is null ? null : Encoding.UTF8.GetString(Key);

    public static WrittenRecord Of(RecordBuffer buffer)
    {
        var headers = new List<string>();
        for (int i = 0; i < buffer.HeaderCount; i++)
        {
            headers.Add(Encoding.UTF8.GetString(buffer.HeaderName(i)) + "=" + Encoding.UTF8.GetString(buffer.HeaderValue(i)));
        }

        return new WrittenRecord(
            buffer.HasKey ? buffer.Key.ToArray() : null,
            Encoding.UTF8.GetString(buffer.Value),
            headers,
            buffer.Timestamp,
            buffer.Partition);
    }
}
