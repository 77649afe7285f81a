using KafkaGen.GeneratorTests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.GeneratorTests;

/// <summary>What an edit makes the generator do again. That an unrelated one does nothing is asserted by every run of every test.</summary>
public sealed class CachingTests
{
    private const string Order = "[KafkaGen.KafkaTopic(\"a\")] public sealed record Order(Leaf Leaf);";
    private const string Leaf = "public sealed record Leaf(int Id);";
    private const string Other = "[KafkaGen.KafkaTopic(\"b\")] public sealed record Other(string Text);";

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp11);

    [Fact]
    public void Edit_of_a_nested_type_emits_its_encoder_again_and_leaves_the_other_contract()
    {
        SyntaxTree leaf = Parse(Leaf);
        CSharpCompilation before = Compile(Parse(Order), leaf, Parse(Other));
        GeneratorDriver driver = GeneratorRun.Drive(before, s_parse).RunGenerators(before, TestContext.Current.CancellationToken);
        CSharpCompilation after = before.ReplaceSyntaxTree(leaf, Parse("public sealed record Leaf(int Id, string Name);"));
        GeneratorRunResult result = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.Contains("name", result.GeneratedSources.Single(source => source.HintName == "Leaf.Json.g.cs").SourceText.ToString(), StringComparison.Ordinal);
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, "EncoderFiles").Where(IsWork));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, "ContractFiles").Where(IsWork));
        Assert.DoesNotContain(Reasons(result, "List"), IsWork);
    }

    [Fact]
    public void Edit_in_a_referenced_project_regenerates()
    {
        CSharpCompilation leaf = CSharpCompilation.Create("Leaves", [Parse(Leaf)], References.All, new(OutputKind.DynamicallyLinkedLibrary));
        MetadataReference old = Image(leaf);
        CSharpCompilation before = Compile(Parse(Order)).AddReferences(old);
        GeneratorDriver driver = GeneratorRun.Drive(before, s_parse).RunGenerators(before, TestContext.Current.CancellationToken);
        CSharpCompilation edited = leaf.ReplaceSyntaxTree(leaf.SyntaxTrees[0], Parse("public sealed record Leaf(int Id, string Name);"));
        CSharpCompilation after = before.ReplaceReference(old, Image(edited));
        GeneratorRunResult result = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        Assert.Contains("name", result.GeneratedSources.Single(source => source.HintName == "Leaf.Json.g.cs").SourceText.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

    private static bool IsWork(IncrementalStepRunReason reason) =>
        reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);

    private static CSharpCompilation Compile(params SyntaxTree[] trees) =>
        CSharpCompilation.Create("Shop", trees, References.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Parse(string source) =>
        CSharpSyntaxTree.ParseText(source, s_parse, cancellationToken: TestContext.Current.CancellationToken);

    private static PortableExecutableReference Image(CSharpCompilation compilation) =>
        MetadataReference.CreateFromImage(LoadedProject.Emit(compilation));
}
