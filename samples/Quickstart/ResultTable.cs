using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Quickstart;

/// <summary>What the Quickstart prints at its end.</summary>
internal static class ResultTable
{
    public static void Print(TextWriter output, OrderReader reader, SentOrders sent, ReadBack readBack, int partitions)
    {
        long before = sent.All.Where(order => order.At is not null).Sum(order => (long)ExpectedRecord.Of(order.Order).Size);
        int used = sent.All.Where(order => order.At is not null).Select(order => order.At!.Value.Partition).Distinct().Count();
        double seconds = sent.Duration.TotalSeconds;
        (string Name, string Value)[] rows =
        [
            ("records", $"{sent.All.Count:N0} produced, {sent.AcknowledgedCount:N0} acknowledged, {readBack.EqualCount:N0} read back equal"),
            ("failed, lost, different", $"{sent.FailedCount:N0}, {readBack.LostCount:N0}, {readBack.DifferentCount:N0}"),
            ("malformed lines", $"{reader.MalformedCount:N0} skipped"),
            ("partitions used", $"{used} of {partitions}"),
            ("bytes before", $"{before:N0} (keys, values and headers)"),
            ("bytes on the wire", $"{readBack.WireBytes:N0} (zstd batches and protocol, received by the consumer; {Ratio(before, readBack.WireBytes)})"),
            ("records/s", $"{(seconds > 0 ? sent.AcknowledgedCount / seconds : 0):N0} (from the first line read to the last acknowledgement)"),
            ("acknowledged after", $"p50 {Milliseconds(sent.Percentile(0.5))}, p99 {Milliseconds(sent.Percentile(0.99))} (up to {sent.InFlight:N0} in flight)"),
        ];

        output.WriteLine();
        foreach ((string name, string value) in rows)
        {
            output.WriteLine($"  {name,-24} {value}");
        }

        if (readBack.Sample is { } sample)
        {
            Print(output, sample);
        }
    }

    private static void Print(TextWriter output, ConsumeResult<byte[], byte[]> sample)
    {
        string headers = string.Join(", ", sample.Message.Headers.Select(header => $"{header.Key}={Encoding.UTF8.GetString(header.GetValueBytes())}"));
        string at = sample.Message.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        output.WriteLine();
        output.WriteLine($"  one of them              {sample.Topic} [{sample.Partition.Value}] @{sample.Offset.Value}");
        output.WriteLine($"    key                    {Encoding.UTF8.GetString(sample.Message.Key)}");
        output.WriteLine($"    headers                {headers}");
        output.WriteLine($"    timestamp              {at}");
        output.WriteLine($"    value                  {Encoding.UTF8.GetString(sample.Message.Value)}");
    }

    private static string Ratio(long before, long after) => after == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"1/{(double)before / after:0.0}");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");
}
