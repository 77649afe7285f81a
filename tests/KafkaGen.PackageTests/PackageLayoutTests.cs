using System.IO.Compression;
using System.Xml.Linq;

namespace KafkaGen.PackageTests;

[Collection(PackageCollection.Name)]
public sealed class PackageLayoutTests(Packages packages)
{
    public static TheoryData<string> Ids => ["KafkaGen", "KafkaGen.Abstractions", "KafkaGen.OpenTelemetry", "KafkaGen.Testing"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_says_what_it_is(string id)
    {
        XElement nuspec = packages.Nuspec(id);

        Assert.Equal("Apache-2.0", nuspec.Element("license")?.Value);
        Assert.Equal("expression", nuspec.Element("license")?.Attribute("type")?.Value);
        Assert.Equal("README.md", nuspec.Element("readme")?.Value);
        Assert.Equal("icon.png", nuspec.Element("icon")?.Value);
        Assert.NotEmpty(nuspec.Element("description")!.Value);
        Assert.NotEmpty(nuspec.Element("tags")!.Value);
        using ZipArchive package = packages.Open(id);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Folder, "src", "packaging", id + ".md")), Packages.Read(package, "README.md"));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], Packages.Read(package, "icon.png")[..4]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_has_each_framework_with_its_documentation_and_symbols(string id)
    {
        using ZipArchive package = packages.Open(id);
        using ZipArchive symbols = packages.Open(id, "snupkg");

        string[] frameworks = ["net10.0", "net8.0"];
        Assert.Equal(
            frameworks.SelectMany(framework => new[] { $"lib/{framework}/{id}.dll", $"lib/{framework}/{id}.xml" }),
            Packages.Files(package).Where(file => file.StartsWith("lib/", StringComparison.Ordinal)));
        Assert.Equal(
            frameworks.Select(framework => $"lib/{framework}/{id}.pdb"),
            Packages.Files(symbols).Where(file => file.StartsWith("lib/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Generator_is_in_one_folder_with_nothing_else()
    {
        using ZipArchive package = packages.Open("KafkaGen.Abstractions");

        Assert.Equal(
            ["analyzers/dotnet/roslyn4.8/cs/KafkaGen.CodeFixes.dll", "analyzers/dotnet/roslyn4.8/cs/KafkaGen.Generator.dll"],
            Packages.Files(package).Where(file => file.StartsWith("analyzers/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Generator_comes_with_no_other_package()
    {
        foreach (string id in new[] { "KafkaGen", "KafkaGen.OpenTelemetry", "KafkaGen.Testing" })
        {
            using ZipArchive package = packages.Open(id);
            Assert.DoesNotContain(Packages.Files(package), file => file.StartsWith("analyzers/", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("KafkaGen", "KafkaGen.targets", "StaticLibrdkafka.targets", "ConfluentClients.xml")]
    [InlineData("KafkaGen.Abstractions", "KafkaGen.Abstractions.targets")]
    public void Build_targets_reach_projects_that_see_the_package_through_another(string id, params string[] files)
    {
        using ZipArchive package = packages.Open(id);

        Assert.Equal(
            files.Select(file => "buildTransitive/" + file).Order(StringComparer.Ordinal),
            Packages.Files(package).Where(file => file.StartsWith("build", StringComparison.Ordinal)));
    }

    [Fact]
    public void Abstractions_depend_on_nothing() =>
        Assert.Empty(packages.Nuspec("KafkaGen.Abstractions").Descendants("dependency"));

    [Theory]
    [InlineData("net8.0", "8.0.1", "8.0.0")]
    [InlineData("net10.0", "10.0.0", "10.0.0")]
    public void KafkaGen_asks_for_the_lowest_versions_that_its_framework_needs(string framework, string hosting, string healthChecks)
    {
        XElement[] dependencies = Dependencies("KafkaGen", framework);

        Assert.Equal(
            [
                ("Confluent.Kafka", "2.16.0"),
                ("K4os.Compression.LZ4.Streams", "1.3.8"),
                ("KafkaGen.Abstractions", packages.Version),
                ("Microsoft.Extensions.Diagnostics.HealthChecks", healthChecks),
                ("Microsoft.Extensions.Hosting.Abstractions", hosting),
                ("Snappier", "1.3.1"),
                .. framework == "net8.0" ? [("System.IO.Pipelines", "8.0.0")] : Array.Empty<(string, string)>(),
                ("ZstdSharp.Port", "0.8.8"),
            ],
            dependencies.Select(dependency => (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value)).Order());
    }

    // Pack writes exclude="Build,Analyzers" unless it is told otherwise. NuGet follows that where RestoreEnableAnalyzerAssets is on, and then nothing is generated.
    [Theory]
    [InlineData("KafkaGen", "KafkaGen.Abstractions")]
    [InlineData("KafkaGen.Testing", "KafkaGen")]
    [InlineData("KafkaGen.OpenTelemetry", "KafkaGen")]
    public void Dependency_keeps_its_analyzers_and_targets(string id, string dependency)
    {
        foreach (string framework in new[] { "net8.0", "net10.0" })
        {
            XElement reference = Assert.Single(Dependencies(id, framework), element => element.Attribute("id")!.Value == dependency);
            Assert.Equal("All", reference.Attribute("include")?.Value);
            Assert.Null(reference.Attribute("exclude"));
        }
    }

    [Fact]
    public void Every_code_of_the_build_targets_has_a_page()
    {
        string[] codes =
        [
            .. Directory.GetFiles(Path.Combine(Repository.Folder, "src"), "*.targets", SearchOption.AllDirectories)
                .SelectMany(file => XDocument.Load(file).Descendants("Error"))
                .Select(error => error.Attribute("Code")!.Value),
        ];

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.StartsWith($"# {code}: ", File.ReadAllText(Path.Combine(Repository.Folder, "docs", "diagnostics", code + ".md")), StringComparison.Ordinal));
    }

    private XElement[] Dependencies(string id, string framework) =>
        [.. packages.Nuspec(id).Descendants("group").Single(group => group.Attribute("targetFramework")!.Value == framework).Elements("dependency")];
}
