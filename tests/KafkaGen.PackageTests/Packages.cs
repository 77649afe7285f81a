using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using KafkaGen.TestKit.Running;

namespace KafkaGen.PackageTests;

/// <summary>The packages of this repository, packed once for all tests that look at them, into a folder feed under a version of their own.</summary>
public sealed class Packages : IAsyncLifetime
{
    private Lazy<Task>? _consumers;

    /// <summary>No cache can have a package of this version.</summary>
    public string Version { get; } = $"0.0.0-test.{DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}.{Environment.ProcessId}";

    internal static string Feed => Path.Combine(Repository.Artifacts, "feed");

    public async ValueTask InitializeAsync()
    {
        if (Directory.Exists(Feed))
        {
            Directory.Delete(Feed, recursive: true);
        }

        Directory.CreateDirectory(Feed);

        // './build.sh format --verify' runs the analyzers on the same sources.
        ProgramRun pack = await DotNet.RunAsync(
            Repository.Artifacts,
            [
                "pack", Path.Combine(Repository.Folder, "KafkaGen.Packages.slnf"), "-c", "Release", "-o", Feed, $"-p:PackageVersion={Version}",
                "-p:RunAnalyzers=false", "-v", "quiet", "--nologo",
            ]);
        pack.Succeeded();
        _consumers = new Lazy<Task>(() => ConsumerProjects.BuildAsync(Version));
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>Builds the projects that use the packages, once.</summary>
    internal Task BuildConsumersAsync() => _consumers!.Value;

    internal ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.{extension}"));

    internal static string[] Files(ZipArchive package) => [.. package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];

    internal static byte[] Read(ZipArchive package, string file)
    {
        using Stream stream = (package.GetEntry(file) ?? throw new FileNotFoundException(file)).Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    internal XElement Nuspec(string id)
    {
        using ZipArchive package = Open(id);
        using MemoryStream text = new(Read(package, id + ".nuspec"));
        XElement metadata = XDocument.Load(text).Root!.Elements().Single();
        foreach (XElement element in metadata.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return metadata;
    }
}

/// <summary>Tests that share the packages, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<Packages>
{
    public const string Name = "packages";
}
