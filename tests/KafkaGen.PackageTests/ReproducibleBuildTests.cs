using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using System.Text;

namespace KafkaGen.PackageTests;

/// <summary>The same sources make the same bytes on every machine. './build.sh pack --twice' builds them in two folders and compares.</summary>
[Collection(PackageCollection.Name)]
public sealed class ReproducibleBuildTests(Packages packages)
{
    public static TheoryData<string, string> Assemblies
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string id in new[] { "KafkaGen", "KafkaGen.Abstractions", "KafkaGen.Testing" })
            {
                data.Add(id, $"lib/net8.0/{id}.dll");
                data.Add(id, $"lib/net10.0/{id}.dll");
            }

            data.Add("KafkaGen.Abstractions", "analyzers/dotnet/roslyn4.8/cs/KafkaGen.Generator.dll");
            data.Add("KafkaGen.Abstractions", "analyzers/dotnet/roslyn4.8/cs/KafkaGen.CodeFixes.dll");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
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

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Symbols_name_sources_by_their_place_in_the_repository(string id, string file)
    {
        if (!file.StartsWith("lib/", StringComparison.Ordinal))
        {
            return; // the analyzers' symbols are not packed
        }

        using ZipArchive package = packages.Open(id, "snupkg");
        byte[] bytes = Packages.Read(package, Path.ChangeExtension(file, "pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(bytes));
        MetadataReader reader = provider.GetMetadataReader();

        string[] documents = [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.StartsWith("/_/src/", document, StringComparison.Ordinal));
        AssertNamesNoFolder(bytes);
    }

    [Theory]
    [InlineData("KafkaGen")]
    [InlineData("KafkaGen.Abstractions")]
    [InlineData("KafkaGen.Testing")]
    public void Both_frameworks_have_the_API_that_is_written_down(string id)
    {
        using ZipArchive package = packages.Open(id);
        foreach (string framework in new[] { "net8.0", "net10.0" })
        {
            AssemblyLoadContext context = new(framework, isCollectible: true);
            context.Resolving += (into, name) => Load(into, framework, name.Name!);
            Assembly assembly = context.LoadFromStream(new MemoryStream(Packages.Read(package, $"lib/{framework}/{id}.dll")));
            Assert.Equal(File.ReadAllLines(Path.Combine(Repository.ProjectFolder, "Api", id + ".txt")), PublicApi.Of(assembly));
            context.Unload();
        }
    }

    // Our other libraries for the same framework; anything else is this process's.
    private Assembly? Load(AssemblyLoadContext into, string framework, string name)
    {
        if (!name.StartsWith("KafkaGen", StringComparison.Ordinal))
        {
            return null;
        }

        using ZipArchive package = packages.Open(name);
        return into.LoadFromStream(new MemoryStream(Packages.Read(package, $"lib/{framework}/{name}.dll")));
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
