using System.Reflection;

namespace KafkaGen.TestingTests;

/// <summary>The first example of docs/embedded-kafka.md is a test that runs here.</summary>
public sealed class PageExampleTests
{
    [Fact]
    public void The_first_example_of_the_page_is_the_test_that_runs_here()
    {
        string project = typeof(PageExampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!;
        string page = File.ReadAllText(Path.Combine(project, "../../docs/embedded-kafka.md")).ReplaceLineEndings("\n");
        string test = File.ReadAllText(Path.Combine(project, "OrderTests.cs")).ReplaceLineEndings("\n");

        Assert.Equal(test, page.Split("```csharp\n")[1].Split("```")[0]);
    }
}
