using System.Reflection;

namespace KafkaGen.TestKit;

/// <summary>Where the sources lie that a test reads or accepts anew.</summary>
public static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Folder { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryFolder").Value!;

    /// <summary>A file or folder below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);
}
