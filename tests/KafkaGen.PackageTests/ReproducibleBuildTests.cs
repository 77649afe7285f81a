using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace KafkaGen.PackageTests;

/// <summary>The same sources make the same bytes on every machine. './build.sh pack --twice' builds them in two folders and compares.</summary>
[Collection(PackageCollection.Name)]
public sealed class ReproducibleBuildTests(Packages packages)
{
    public static TheoryData<string, string> Libraries
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string id in new[] { "KafkaGen", "KafkaGen.Abstractions", "KafkaGen.OpenTelemetry", "KafkaGen.Testing" })
            {
                data.Add(id, $"lib/net8.0/{id}.dll");
                data.Add(id, $"lib/net10.0/{id}.dll");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    [InlineData("KafkaGen.Abstractions", "analyzers/dotnet/roslyn4.8/cs/KafkaGen.Generator.dll")]
    [InlineData("KafkaGen.Abstractions", "analyzers/dotnet/roslyn4.8/cs/KafkaGen.CodeFixes.dll")]
    public void Assembly_is_reproducible_and_names_no_folder_of_this_machine(string id, string file)
    {
        using ZipArchive package = packages.Open(id);
        byte[] bytes = Packages.Read(package, file);
        using PEReader reader = new(new MemoryStream(bytes));
        DebugDirectoryEntry[] entries = [.. reader.ReadDebugDirectory()];

        Assert.Contains(entries, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        string symbols = reader.ReadCodeViewDebugDirectoryData(entries.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView)).Path;
        Assert.StartsWith("/_/", symbols, StringComparison.Ordinal);
        AssertNamesNoFolder(bytes);
    }

    // The analyzers' symbols are not packed.
    [Theory]
    [MemberData(nameof(Libraries))]
    public void Symbols_name_sources_by_their_place_in_the_repository(string id, string file)
    {
        using ZipArchive package = packages.Open(id, "snupkg");
        byte[] bytes = Packages.Read(package, Path.ChangeExtension(file, "pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(bytes));
        MetadataReader reader = provider.GetMetadataReader();

        string[] documents = [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.StartsWith("/_/src/", document, StringComparison.Ordinal));
        AssertNamesNoFolder(bytes);
    }

    private static void AssertNamesNoFolder(byte[] bytes)
    {
        foreach (string folder in new[] { Repository.Folder, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + Path.DirectorySeparatorChar })
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(folder)));
        }
    }
}
