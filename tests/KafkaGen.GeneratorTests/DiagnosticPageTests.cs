using System.Globalization;
using System.Reflection;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace KafkaGen.GeneratorTests;

/// <summary>Every diagnostic has a page that explains it, and is listed in the release file.</summary>
public sealed class DiagnosticPageTests
{
    private static readonly string s_repository = Path.GetFullPath(
        Path.Combine(
            typeof(DiagnosticPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!,
            "../.."));

    public static TheoryData<string> Ids => [.. AllDiagnostics.Descriptors.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_has_a_page_and_links_to_it(string id)
    {
        DiagnosticDescriptor descriptor = AllDiagnostics.Descriptors.Single(descriptor => descriptor.Id == id);
        string page = File.ReadAllText(Path.Combine(s_repository, "docs", "diagnostics", id + ".md"));
        Assert.StartsWith($"# {id}: {descriptor.Title.ToString(CultureInfo.InvariantCulture)}\n", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\n## Cause\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Example\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Fix\n", page, StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_is_listed_in_the_release_file(string id)
    {
        DiagnosticDescriptor descriptor = AllDiagnostics.Descriptors.Single(descriptor => descriptor.Id == id);
        string folder = Path.Combine(s_repository, "src", "KafkaGen.Generator");
        string releases = File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Shipped.md"))
            + File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Unshipped.md"));
        Assert.Contains($"\n{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | ", releases, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_page_without_a_diagnostic() => Assert.Equal(
        AllDiagnostics.Descriptors.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(s_repository, "docs", "diagnostics"), "KG*.md").Select(Path.GetFileNameWithoutExtension)
            .Where(id => !id!.StartsWith("KG09", StringComparison.Ordinal)) // those of the build targets: KafkaGen.PackageTests
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_descriptor_is_supported_by_the_analyzer()
    {
        IEnumerable<string> declared =
            from type in typeof(AllDiagnostics).Assembly.GetTypes()
            where type.Namespace == typeof(AllDiagnostics).Namespace
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public)
            where field.FieldType == typeof(DiagnosticDescriptor)
            select ((DiagnosticDescriptor)field.GetValue(null)!).Id;
        Assert.Equal(declared.Order(StringComparer.Ordinal), AllDiagnostics.Descriptors.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal));
    }
}
