using System.Reflection;

namespace KafkaGen.PackageTests;

/// <summary>The folders of this repository.</summary>
internal static class Repository
{
    public static readonly string ProjectFolder = Built("ProjectFolder");

    /// <summary>Whether librdkafka is the system's: "true", or NuGet's.</summary>
    public static readonly string UsesSystemLibrdkafka = Built("UseSystemLibrdkafka");

    public static readonly string Folder = Path.GetFullPath(Path.Combine(ProjectFolder, "../.."));

    public static readonly string Artifacts = Path.Combine(Folder, "artifacts", "package-tests");

    private static string Built(string name) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value ?? "";
}
