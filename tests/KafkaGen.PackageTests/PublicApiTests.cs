using System.Reflection;

namespace KafkaGen.PackageTests;

/// <summary>Each library's public API is written down. A change that is meant is accepted by './build.sh api', and is then seen in a review.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries =>
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "KafkaGen*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Public_API_is_the_one_that_is_written_down(string library)
    {
        string file = Path.Combine(Repository.ProjectFolder, "Api", library + ".txt");
        string[] actual = [.. PublicApi.Of(Assembly.Load(library))];
        if (Environment.GetEnvironmentVariable("KAFKAGEN_ACCEPT_API") == "1")
        {
            File.WriteAllLines(file, actual);
        }

        string[] approved = File.Exists(file) ? File.ReadAllLines(file) : [];

        string[] added = [.. actual.Except(approved).Select(line => "+ " + line.TrimStart())];
        string[] removed = [.. approved.Except(actual).Select(line => "- " + line.TrimStart())];
        Assert.True(
            approved.SequenceEqual(actual),
            $"""
            The public API of {library} is not the one in tests/KafkaGen.PackageTests/Api/{library}.txt. If that is meant, run './build.sh api' and commit the file.
            {string.Join('\n', removed.Concat(added))}
            """);
    }

    [Fact]
    public void Every_library_is_looked_at() => Assert.Equal(
        Directory.GetFiles(Path.Combine(Repository.ProjectFolder, "Api"), "*.txt").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
        Libraries.Select(row => row.Data).Order(StringComparer.Ordinal));
}
