using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.ProtocolTests.Java;

/// <summary>Kafka's own Java code, as programs of tests/tools that answer line by line.</summary>
internal static class JavaTool
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(5);

    /// <summary>The answers to <paramref name="lines"/>; skips the test, with the reason, where there is no Kafka or no Java.</summary>
    public static async Task<string[]> AskAsync(string program, IReadOnlyCollection<string> lines)
    {
        KafkaHome home = KafkaHome.FindOrSkip();
        KafkaTool java = await KafkaTool.RunAsync(
            KafkaHome.FindJava()!,
            ["-cp", Path.Combine(home.Folder, "libs", "*"), Path.Combine(KafkaHome.Repository, "tests", "tools", program)],
            s_bound,
            string.Concat(lines.Select(line => line + "\n")));
        string[] answers = java.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(lines.Count, answers.Length);
        return answers;
    }
}
