using System.Text.Json;

namespace KafkaGen.GeneratorTests.Driving;

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
}
