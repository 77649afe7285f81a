using System.Reflection;

namespace KafkaGen.GeneratorTests.Driving;

/// <summary>
/// Compares generated files with an approved text in <c>Approved/</c>. KAFKAGEN_UPDATE_APPROVED=1 writes the text anew, for review in the diff.
/// </summary>
internal static class ApprovedFile
{
    private const string UpdateVariable = "KAFKAGEN_UPDATE_APPROVED";

    private static readonly string s_folder = Path.Combine(
        typeof(ApprovedFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!,
        "Approved");

    public static void AssertEqual(string name, IReadOnlyDictionary<string, string> files)
    {
        string actual = string.Join(
            "\n",
            files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"==== {file.Key}\n{file.Value}"));
        string path = Path.Combine(s_folder, name + ".txt");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        string[] expectedLines = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n') : [];
        string[] actualLines = actual.Split('\n');
        for (int i = 0; i < Math.Max(expectedLines.Length, actualLines.Length); i++)
        {
            string? expectedLine = i < expectedLines.Length ? expectedLines[i] : null;
            string? actualLine = i < actualLines.Length ? actualLines[i] : null;
            if (expectedLine != actualLine)
            {
                Assert.Fail(
                    $"Approved/{name}.txt differs first at line {i + 1}:\n- {expectedLine}\n+ {actualLine}\n" +
                    $"Set {UpdateVariable}=1 to write the file anew. Everything generated:\n{actual}");
            }
        }
    }
}
