using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Quickstart;

/// <summary>Reads orders from JSON lines: a file, a file packed by gzip (<c>.gz</c>), or standard input (<c>-</c>).</summary>
internal sealed class OrderReader(string source)
{
    private const int ReportedOneByOne = 20;

    /// <summary>What KafkaGen writes too. A missing member is malformed, not a default.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>How many lines were no order.</summary>
    public int MalformedCount { get; private set; }

    /// <summary>The orders with their line numbers, the first line being 1; malformed lines are reported, counted and skipped.</summary>
    public async IAsyncEnumerable<(int Line, OrderPlaced Order)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamReader reader = Open();
        for (int line = 1; await reader.ReadLineAsync(cancellationToken) is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (TryParse(line, text) is { } order)
            {
                yield return (line, order);
            }
        }
    }

    private OrderPlaced? TryParse(int line, string text)
    {
        string reason;
        try
        {
            if (JsonSerializer.Deserialize<OrderPlaced>(text, Json) is { } order)
            {
                return order;
            }

            reason = "null is no order";
        }
        catch (JsonException malformed)
        {
            reason = malformed.Message;
        }

        MalformedCount++;
        if (MalformedCount <= ReportedOneByOne)
        {
            Progress.Report($"line {line} is malformed and skipped: {reason}");
        }
        else if (MalformedCount == ReportedOneByOne + 1)
        {
            Progress.Report("further malformed lines are only counted");
        }

        return null;
    }

    private StreamReader Open()
    {
        if (source == "-")
        {
            return new StreamReader(Console.OpenStandardInput());
        }

        Stream file = File.OpenRead(source);
        return new StreamReader(source.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
    }
}
