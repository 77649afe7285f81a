using System.Reflection;
using System.Text.RegularExpressions;

namespace KafkaGen.Tests;

/// <summary>A link between pages of the repository leads to a file that is there, and to one of its headings.</summary>
public sealed partial class PageLinkTests
{
    private static readonly string s_repository = Path.GetFullPath(Path.Combine(
        typeof(PageLinkTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!, "../.."));

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(s_repository, "*.md").Concat(
                new[] { "docs", "samples", "src" }.SelectMany(folder =>
                    Directory.GetFiles(Path.Combine(s_repository, folder), "*.md", SearchOption.AllDirectories)))
            .Select(page => Path.GetRelativePath(s_repository, page).Replace('\\', '/'))
            .Where(page => !page.Contains("/bin/", StringComparison.Ordinal) && !page.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_pages_and_headings(string page)
    {
        string path = Path.Combine(s_repository, page);
        foreach (string link in Link().Matches(string.Join('\n', Prose(path))).Select(match => match.Groups[1].Value))
        {
            if (link.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page} links to {link}, which is not there.");
            if (parts.Length == 2)
            {
                Assert.True(
                    Prose(target).Where(line => line.StartsWith('#')).Select(AnchorOf).Contains(parts[1]),
                    $"{page} links to {link}, but there is no such heading.");
            }
        }
    }

    [Fact]
    public void Readme_and_pages_are_looked_at()
    {
        string[] pages = [.. Pages.Select(row => row.Data)];

        Assert.Contains("README.md", pages);
        Assert.Contains("docs/reliability.md", pages);
    }

    // Examples of Markdown or of comments are no links and no headings.
    private static IEnumerable<string> Prose(string path)
    {
        bool isCode = false;
        foreach (string line in File.ReadLines(path))
        {
            bool isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            if (!isCode && !isFence)
            {
                yield return line;
            }
        }
    }

    // As GitHub makes them.
    private static string AnchorOf(string heading) => new(
        [.. heading.TrimStart('#').Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c)]);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
