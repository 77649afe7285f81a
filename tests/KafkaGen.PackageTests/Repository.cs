using System.Reflection;

namespace KafkaGen.PackageTests;

/// <summary>The folders of this repository.</summary>
internal static class Repository
{
    public static readonly string Folder = TestKit.Repository.Folder;

    public static readonly string ProjectFolder = TestKit.Repository.PathOf("tests", "KafkaGen.PackageTests");

    public static readonly string Artifacts = TestKit.Repository.PathOf("artifacts", "package-tests");

    /// <summary>Whether librdkafka is the system's: "true", or NuGet's.</summary>
    public static readonly string UsesSystemLibrdkafka =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "UseSystemLibrdkafka").Value ?? "";
}
