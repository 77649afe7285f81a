using System.Text.Json;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>Compares what generated code writes with what System.Text.Json writes.</summary>
internal static class JsonParity
{
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    /// <summary>Compiles the source, encodes each of its samples and asserts that the value is what System.Text.Json writes.</summary>
    public static IReadOnlyList<WrittenRecord> AssertSame(params string[] sources)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(sources));
        var records = new List<WrittenRecord>();
        foreach (object sample in project.Samples())
        {
            WrittenRecord record = project.Encode(sample);
            Assert.Equal(JsonSerializer.Serialize(sample, sample.GetType(), s_web), record.Value);
            records.Add(record);
        }

        Assert.NotEmpty(records);
        return records;
    }

    /// <summary>The same for many rows at once: see <see cref="Rows"/>. A failure names every row that differs.</summary>
    public static void AssertSameInEachRow(string shared, IEnumerable<(string Declarations, string Value)> rows)
    {
        (string Declarations, string Value)[] all = [.. rows];
        var project = LoadedProject.Of(GeneratorRun.Of(Rows.Source(shared, all)));
        IReadOnlyList<object> samples = project.Samples();
        Assert.Equal(all.Length, samples.Count);
        Assert.Empty(all
            .Select((row, number) => (
                Row: row, Expected: JsonSerializer.Serialize(samples[number], samples[number].GetType(), s_web), Written: project.Encode(samples[number]).Value))
            .Where(row => row.Expected != row.Written)
            .Select(row => $"{row.Row.Declarations} {row.Row.Value}: {row.Written}, not {row.Expected}"));
    }
}
