using System.Diagnostics;
using System.Globalization;
using System.Text;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests.RoundTrips;

/// <summary>kcat, the command-line client that Debian has.</summary>
internal static class Kcat
{
    private const string End = "--e2b7c0d1--";
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(2);

    /// <summary>Every record of the topics; skips the test where there is no kcat.</summary>
    public static async Task<List<StoredRecord>> ReadAsync(KafkaCluster kafka, IReadOnlyList<string> topics)
    {
        var start = new ProcessStartInfo(
            KcatProgram.FindOrSkip(),
            [
                "-b", kafka.BootstrapServers, "-G", $"kcat-{Guid.NewGuid():N}", "-X", "auto.offset.reset=earliest", "-e", "-q",
                "-f", $"%t %p %o %T %K %S\\n%k%s%h{End}", .. topics,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("kcat did not start.");
        using MemoryStream output = new();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(s_bound);
            await process.WaitForExitAsync().WaitAsync(s_bound);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }

        Assert.True(process.ExitCode == 0, $"kcat ended with code {process.ExitCode}: {await error}");
        return Parse(output.ToArray());
    }

    // A line of numbers, then key and value by their lengths, then headers to the end. What is null has length -1.
    private static List<StoredRecord> Parse(ReadOnlySpan<byte> output)
    {
        List<StoredRecord> records = [];
        byte[] mark = Encoding.ASCII.GetBytes(End);
        while (output.Length > 0)
        {
            int line = output.IndexOf((byte)'\n');
            string[] parts = Encoding.ASCII.GetString(output[..line]).Split(' ');
            output = output[(line + 1)..];
            byte[]? key = Take(ref output, int.Parse(parts[4], CultureInfo.InvariantCulture));
            byte[]? value = Take(ref output, int.Parse(parts[5], CultureInfo.InvariantCulture));
            int end = output.IndexOf(mark);
            records.Add(new StoredRecord(
                parts[0],
                int.Parse(parts[1], CultureInfo.InvariantCulture),
                long.Parse(parts[2], CultureInfo.InvariantCulture),
                long.Parse(parts[3], CultureInfo.InvariantCulture),
                key,
                value,
                [("", output[..end].ToArray())]));
            output = output[(end + mark.Length)..];
        }

        return records;
    }

    /// <summary>A record with its headers as kcat prints them: in one piece, and a value only to its first zero.</summary>
    public static StoredRecord AsPrinted(StoredRecord record) => record with
    {
        Headers = [("", [.. Join(record.Headers)])],
    };

    private static IEnumerable<byte> Join(IReadOnlyList<(string Name, byte[]? Value)> headers) => headers.SelectMany((header, index) =>
        (byte[])[.. index == 0 ? ""u8 : ","u8, .. Encoding.UTF8.GetBytes(header.Name), (byte)'=', .. (header.Value ?? [.. "NULL"u8]).TakeWhile(value => value != 0)]);

    private static byte[]? Take(ref ReadOnlySpan<byte> output, int length)
    {
        if (length < 0)
        {
            return null;
        }

        byte[] taken = output[..length].ToArray();
        output = output[length..];
        return taken;
    }
}
