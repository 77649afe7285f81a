using System.Globalization;
using System.Reflection;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.TestKit;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Diagnostics;

/// <summary>Every diagnostic has a page that explains it. That it is in the release file, the compiler checks: RS2000 and RS2001.</summary>
public sealed class DiagnosticPageTests
{
    private static readonly string s_pages = Repository.PathOf("docs", "diagnostics");

    public static TheoryData<string> Ids => [.. AllDiagnostics.Descriptors.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_has_a_page_and_links_to_it(string id)
    {
        DiagnosticDescriptor descriptor = AllDiagnostics.Descriptors.Single(descriptor => descriptor.Id == id);
        string page = File.ReadAllText(Path.Combine(s_pages, id + ".md"));
        Assert.StartsWith($"# {id}: {descriptor.Title.ToString(CultureInfo.InvariantCulture)}\n", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\n## Cause\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Example\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Fix\n", page, StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_lists_every_page_once_under_its_title()
    {
        IEnumerable<string> expected = Directory.GetFiles(s_pages, "KG*.md").Order(StringComparer.Ordinal).Select(page =>
        {
            string[] heading = File.ReadLines(page).First()["# ".Length..].Split(": ", 2);
            return $"| [{heading[0]}]({heading[0]}.md) | {heading[1]} |";
        });
        Assert.Equal(
            expected,
            File.ReadLines(Path.Combine(s_pages, "README.md")).Where(line => line.StartsWith("| [KG", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_no_page_without_a_diagnostic() => Assert.Equal(
        AllDiagnostics.Descriptors.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
        Directory.GetFiles(s_pages, "KG*.md").Select(Path.GetFileNameWithoutExtension)
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
