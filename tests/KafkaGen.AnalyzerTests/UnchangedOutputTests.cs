using KafkaGen.AnalyzerTests.Driving;
using KafkaGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.AnalyzerTests;

/// <summary>Edits that change no contract make no step do anything again, and the same sources always give the same bytes.</summary>
public sealed class UnchangedOutputTests
{
    private const string Orders = """
        using KafkaGen;
        namespace Shop;
        [KafkaTopic("orders"), Compression(CompressionCodec.Zstd)]
        public sealed record Order([PartitionKey] int Id, [KafkaHeader("tenant")] string? Tenant, Line[] Lines);
        public sealed record Line(string Sku, decimal Price);
        [KafkaTopic("no topic")] public sealed record Refused(int Id);
        """;

    private const string Other = """
        namespace Shop;
        [KafkaGen.KafkaTopic("other")] public sealed record Other(Line Line);
        public static class Code { public static int Answer() => 42; }
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp11);

    [Fact]
    public void Edit_in_a_method_of_the_same_file() =>
        AssertNothingRuns(compilation => Replace(compilation, 1, Other.Replace("42", "4711", StringComparison.Ordinal)));

    [Fact]
    public void Edit_of_a_comment_before_a_contract() =>
        AssertNothingRuns(compilation => Replace(compilation, 0, Orders.Replace("namespace Shop;", "namespace Shop; // is\n/* a\n place */", StringComparison.Ordinal)));

    [Fact]
    public void Edit_of_a_comment_inside_a_contract() =>
        AssertNothingRuns(compilation => Replace(compilation, 0, Orders.Replace("Line[] Lines", "/* all */ Line[]\n Lines", StringComparison.Ordinal)));

    [Fact]
    public void Files_in_another_order() => AssertNothingRuns(
        compilation => compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Reverse()),
        // Roslyn matches the contracts of two runs by their positions, so it parses anew; what they are put together to is the same.
        "Assembly",
        "Output");

    [Fact]
    public void New_type_that_is_no_contract() => AssertNothingRuns(compilation =>
        compilation.AddSyntaxTrees(Parse("namespace Shop; public sealed record Unrelated(int Id);", "Unrelated.cs")));

    [Fact]
    public void New_file_with_a_type_in_the_contracts_namespace_and_an_attribute_of_its_own() => AssertNothingRuns(compilation =>
        compilation.AddSyntaxTrees(Parse("namespace Shop { [System.Serializable] public class Unrelated { } }", "Unrelated.cs")));

    [Fact]
    public void Edits_that_change_a_contract_are_not_overlooked()
    {
        Assert.Contains("4711", Edited("Topic = \"first\"", "Topic = \"4711\""), StringComparison.Ordinal);
        Assert.Contains("more", Edited("int Id", "int Id, int More"), StringComparison.Ordinal);
        Assert.Contains("state", Edited("Line(int", "Line(string State, int"), StringComparison.Ordinal);
        Assert.Contains("Added", Edited("// end", "[KafkaTopic(\"x\")] public sealed record Added(int Id);"), StringComparison.Ordinal);
        Assert.Contains("Added", Edited("// end", "[Alias(\"x\")] public sealed record Added(int Id);"), StringComparison.Ordinal);
        Assert.Contains("Line", Edited("// assembly", "[assembly: KafkaContract(typeof(Line), \"named\")]"), StringComparison.Ordinal);
    }

    // What is generated anew after one replacement in a source.
    private static string Edited(string old, string replacement)
    {
        const string Source = """
            using KafkaGen;
            using Alias = KafkaGen.KafkaTopicAttribute;
            // assembly
            public static class Names { public const string Topic = "first"; }
            [KafkaTopic(Names.Topic)] public sealed record Order(int Id, Line Line);
            public sealed record Line(int Price);
            // end
            """;
        CSharpCompilation before = Compile(Source);
        GeneratorDriver driver = Drive().RunGenerators(before, TestContext.Current.CancellationToken);
        IEnumerable<string> known = driver.GetRunResult().GeneratedTrees.Select(tree => tree.ToString());
        CSharpCompilation after = Replace(before, 0, Source.Replace(old, replacement, StringComparison.Ordinal));
        IEnumerable<string> now = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees.Select(tree => tree.ToString());
        return string.Concat(now.Except(known));
    }

    [Fact]
    public void Edit_in_a_body_parses_nothing()
    {
        CSharpCompilation before = Compile(Orders, Other);
        GeneratorDriver driver = Drive().RunGenerators(before, TestContext.Current.CancellationToken);
        CSharpCompilation after = Replace(before, 1, Other.Replace("42", "4711", StringComparison.Ordinal));
        GeneratorRunResult second = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        Assert.All(Reasons(second.TrackedSteps["Contracts"]), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void Two_runs_give_the_same_bytes() => Assert.Equal(Generate(Orders, Other), Generate(Orders, Other));

    [Fact]
    public void Order_of_the_files_does_not_matter() => Assert.Equal(Generate(Orders, Other), Generate(Other, Orders));

    [Fact]
    public void Line_ends_of_the_sources_do_not_matter()
    {
        SortedDictionary<string, string> files = Generate(Orders.ReplaceLineEndings("\n"), Other.ReplaceLineEndings("\n"));
        Assert.Equal(files, Generate(Orders.ReplaceLineEndings("\r\n"), Other.ReplaceLineEndings("\r\n")));
        Assert.All(files.Values, text => Assert.DoesNotContain('\r', text));
    }

    private static void AssertNothingRuns(Func<CSharpCompilation, CSharpCompilation> edit) =>
        AssertNothingRuns(edit, "Contracts", "Assembly", "Output");

    private static void AssertNothingRuns(Func<CSharpCompilation, CSharpCompilation> edit, params string[] steps)
    {
        CSharpCompilation before = Compile(Orders, Other);
        GeneratorDriver driver = Drive().RunGenerators(before, TestContext.Current.CancellationToken);
        GeneratorRunResult first = driver.GetRunResult().Results.Single();
        GeneratorRunResult second = driver.RunGenerators(edit(before), TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.NotEmpty(first.GeneratedSources);
        Assert.NotEmpty(second.TrackedOutputSteps);
        Assert.All(Reasons(second.TrackedOutputSteps.SelectMany(step => step.Value)), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(
            Reasons(steps.SelectMany(step => second.TrackedSteps[step])),
            reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
    }

    private static CSharpGeneratorDriver Drive() => CSharpGeneratorDriver.Create(
        [new KafkaGenGenerator().AsSourceGenerator()],
        parseOptions: s_parse,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static IEnumerable<IncrementalStepRunReason> Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        steps.SelectMany(step => step.Outputs).Select(output => output.Reason);

    private static SortedDictionary<string, string> Generate(params string[] sources)
    {
        CSharpCompilation compilation = Compile(sources);
        GeneratorRunResult result = Drive()
            .RunGenerators(compilation, TestContext.Current.CancellationToken)
            .GetRunResult()
            .Results.Single();
        Assert.NotEmpty(result.GeneratedSources);
        return new SortedDictionary<string, string>(result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()));
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string source) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], Parse(source, compilation.SyntaxTrees[file].FilePath));

    private static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "Shop",
        sources.Select((source, i) => Parse(source, $"Source{i}.cs")),
        References.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, s_parse, path, cancellationToken: TestContext.Current.CancellationToken);
}
