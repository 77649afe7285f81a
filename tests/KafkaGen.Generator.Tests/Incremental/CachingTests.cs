using KafkaGen.Generator.Model;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Incremental;

/// <summary>What an edit makes the generator do again. That an unrelated one does nothing is asserted by every run of every test.</summary>
public sealed class CachingTests
{
    private const string Order = "[KafkaGen.KafkaTopic(\"a\")] public sealed record Order(Leaf Leaf);";
    private const string Leaf = "public sealed record Leaf(int Id);";
    private const string EditedLeaf = "public sealed record Leaf(int Id, string Name);";
    private const string Other = "[KafkaGen.KafkaTopic(\"b\")] public sealed record Other(string Text);";

    private const string Contracts = """
        using KafkaGen;
        namespace Shop;
        [KafkaTopic("orders"), Compression(CompressionCodec.Zstd)]
        public sealed record Order([PartitionKey] int Id, [KafkaHeader("tenant")] string? Tenant, Line[] Lines);
        public sealed record Line(string Sku, decimal Price);
        [KafkaTopic("no topic")] public sealed record Refused(int Id);
        public static class Code { internal static int Answer() => 42; }
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp11);

    // Of a hundred contracts these use the type that is edited: directly, in a collection, and through another type.
    private static readonly Dictionary<int, string> s_users = new() { [7] = "Leaf", [42] = "System.Collections.Generic.List<Leaf>", [99] = "Branch" };

    [Fact]
    public void Edit_of_a_nested_type_emits_its_encoder_again_and_leaves_the_other_contract()
    {
        SyntaxTree leaf = Parse(Leaf);
        CSharpCompilation before = Compile(Parse(Order), leaf, Parse(Other));
        GeneratorRunResult result = Rerun(before, before.ReplaceSyntaxTree(leaf, Parse(EditedLeaf)));

        Assert.Contains("name", SourceOf(result, "Leaf.Json.g.cs"), StringComparison.Ordinal);
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, "EncoderFiles").Where(IsWork));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, "ContractFiles").Where(IsWork));
        Assert.DoesNotContain(Reasons(result, "List"), IsWork);
    }

    [Fact]
    public void Edit_of_a_type_that_3_of_100_contracts_use_regenerates_those_3_and_its_encoder()
    {
        SyntaxTree leaf = Parse(Leaf);
        CSharpCompilation before = Compile([.. Hundred(), Parse("public sealed record Branch(Leaf Leaf);"), leaf]);
        AssertRegenerated(Rerun(before, before.ReplaceSyntaxTree(leaf, Parse(EditedLeaf))));
    }

    [Fact]
    public void Edit_of_a_type_in_a_referenced_project_regenerates_the_contracts_that_use_it_and_no_other()
    {
        SyntaxTree leaf = Parse(Leaf);
        CSharpCompilation leaves = CSharpCompilation.Create(
            "Leaves", [leaf, Parse("public sealed record Branch(Leaf Leaf);")], Referenced.ByContracts, new(OutputKind.DynamicallyLinkedLibrary));
        CSharpCompilation edited = leaves.ReplaceSyntaxTree(leaf, Parse(EditedLeaf));

        // A project of the editor, and one that was built.
        MetadataReference[][] references = [[leaves.ToMetadataReference(), edited.ToMetadataReference()], [Image(leaves), Image(edited)]];
        foreach (MetadataReference[] reference in references)
        {
            CSharpCompilation before = Compile(Hundred()).AddReferences(reference[0]);
            AssertRegenerated(Rerun(before, before.ReplaceReference(reference[0], reference[1])));
        }
    }

    [Fact]
    public void Edit_of_a_body_in_a_referenced_project_runs_nothing()
    {
        SyntaxTree leaf = Parse("public sealed record Leaf(int Id) { public int Twice() => 2 * Id; }");
        CSharpCompilation leaves = CSharpCompilation.Create("Leaves", [leaf], Referenced.ByContracts, new(OutputKind.DynamicallyLinkedLibrary));
        CSharpCompilation edited = leaves.ReplaceSyntaxTree(leaf, Parse("public sealed record Leaf(int Id) { public int Twice() => Id + Id; }"));
        CompilationReference reference = leaves.ToMetadataReference();
        CSharpCompilation before = Compile(Parse(Order)).AddReferences(reference);
        AssertNothingRan(Rerun(before, before.ReplaceReference(reference, edited.ToMetadataReference())));
    }

    [Theory]
    [InlineData("a body", "=> 42;", "=> 4711;")]
    [InlineData("a comment in a body", "=> 42;", "=> /* of everything */ 42;")]
    [InlineData("a comment before a contract", "namespace Shop;", "namespace Shop; // is\n/* a\n place */")]
    [InlineData("a comment inside a contract", "Line[] Lines", "/* all */ Line[]\n Lines")]
    public void Edit_that_declares_nothing_else_parses_nothing(string edit, string old, string replacement)
    {
        GeneratorRunResult result = Rerun(Contracts, Edited(edit, old, replacement));
        AssertNothingRan(result);
        Assert.All(Reasons(result, "Contracts"), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("an unrelated member", "Answer() => 42;", "Answer() => 42; internal static int Question;")]
    [InlineData("an unrelated type", "public static class Code", "public sealed record Unrelated(int Id); public static class Code")]
    [InlineData("an attribute of others", "public static class Code", "[System.Serializable] public class Unrelated { } public static class Code")]
    public void Edit_that_declares_what_no_contract_reaches_emits_nothing(string edit, string old, string replacement) =>
        AssertNothingRan(Rerun(Contracts, Edited(edit, old, replacement)));

    [Fact]
    public void New_file_that_no_contract_reaches_emits_nothing()
    {
        CSharpCompilation before = Compile(Parse(Contracts));
        AssertNothingRan(Rerun(before, before.AddSyntaxTrees(Parse("namespace Shop { [System.Serializable] public class Unrelated { } }"))));
    }

    [Fact]
    public void Files_in_another_sequence_emit_nothing()
    {
        CSharpCompilation before = Compile(Parse(Order), Parse(Leaf), Parse(Other));
        GeneratorRunResult result = Rerun(before, before.RemoveAllSyntaxTrees().AddSyntaxTrees(before.SyntaxTrees.Reverse()));
        Assert.Empty(Emitted(result));
        // Roslyn matches the contracts of two runs by their positions, so it parses anew; what they are put together to is the same.
        Assert.DoesNotContain(Reasons(result, "Assembly").Concat(Reasons(result, "Output")), IsWork);
    }

    [Theory]
    [InlineData("Topic = \"first\"", "Topic = \"4711\"", "4711")]
    [InlineData("int Id", "int Id, int More", "more")]
    [InlineData("Line(int", "Line(string State, int", "state")]
    [InlineData("// end", "[KafkaTopic(\"x\")] public sealed record Added(int Id);", "Added")]
    [InlineData("// end", "[Alias(\"x\")] public sealed record Added(int Id);", "Added")]
    [InlineData("// assembly", "[assembly: KafkaContract(typeof(Line), \"named\")]", "Line")]
    public void Edit_that_changes_a_contract_is_not_overlooked(string old, string replacement, string expected)
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
        CSharpCompilation before = Compile(Parse(Source));
        GeneratorDriver driver = GeneratorRun.Drive(before, s_parse).RunGenerators(before, TestContext.Current.CancellationToken);
        IEnumerable<string> known = driver.GetRunResult().GeneratedTrees.Select(tree => tree.ToString());
        CSharpCompilation after = before.ReplaceSyntaxTree(before.SyntaxTrees[0], Parse(Source.Replace(old, replacement, StringComparison.Ordinal)));
        IEnumerable<string> now = driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().GeneratedTrees.Select(tree => tree.ToString());
        Assert.Contains(expected, string.Concat(now.Except(known)), StringComparison.Ordinal);
    }

    private static string Edited(string edit, string old, string replacement)
    {
        string edited = Contracts.Replace(old, replacement, StringComparison.Ordinal);
        Assert.True(edited != Contracts, $"{edit} is no edit.");
        return edited;
    }

    private static SyntaxTree[] Hundred() =>
    [
        .. Enumerable.Range(0, 100).Select(number =>
            Parse($"[KafkaGen.KafkaTopic(\"t{number}\")] public sealed record Order{number}({s_users.GetValueOrDefault(number, "string")} Content, int[] Numbers);")),
    ];

    private static void AssertRegenerated(GeneratorRunResult result)
    {
        Assert.Contains("name", SourceOf(result, "Leaf.Json.g.cs"), StringComparison.Ordinal);
        IEnumerable<string> files = result.GeneratedSources.Select(source => source.HintName);
        Assert.Empty(Enumerable.Range(0, 100).Select(number => $"Order{number}.g.cs").Except(files));
        Assert.Equal(s_users.Keys.Select(number => $"Order{number}.g.cs").Append("Leaf.Json.g.cs").Order(StringComparer.Ordinal), Emitted(result));
        Assert.DoesNotContain(Reasons(result, "List"), IsWork);
    }

    private static void AssertNothingRan(GeneratorRunResult result)
    {
        Assert.NotEmpty(result.GeneratedSources);
        Assert.Empty(Emitted(result));
        Assert.DoesNotContain(
            new[] { "Contracts", "NamedContracts", "Assembly", "Output", "ContractFiles", "EncoderFiles", "List" }
                .Where(result.TrackedSteps.ContainsKey)
                .SelectMany(step => Reasons(result, step)),
            IsWork);
    }

    // The files of the output steps that ran, by their names.
    private static IEnumerable<string> Emitted(GeneratorRunResult result) => result.TrackedOutputSteps
        .SelectMany(step => step.Value)
        .Where(step => step.Outputs.Any(output => output.Reason != IncrementalStepRunReason.Cached))
        .Select(step => step.Inputs.Single())
        .Select(input => input.Source.Outputs[input.OutputIndex].Value switch
        {
            ContractFile file => file.HintName,
            EncoderFile file => file.HintName,
            ProducerFile file => file.HintName,
            var list => Assert.IsType<ContractListSpec>(list).Namespace,
        })
        .Order(StringComparer.Ordinal);

    private static GeneratorRunResult Rerun(string before, string after)
    {
        SyntaxTree source = Parse(before);
        CSharpCompilation compilation = Compile(source);
        return Rerun(compilation, compilation.ReplaceSyntaxTree(source, Parse(after)));
    }

    private static GeneratorRunResult Rerun(CSharpCompilation before, CSharpCompilation after) => GeneratorRun.Drive(before, s_parse)
        .RunGenerators(before, TestContext.Current.CancellationToken)
        .RunGenerators(after, TestContext.Current.CancellationToken)
        .GetRunResult().Results.Single();

    private static string SourceOf(GeneratorRunResult result, string hintName) =>
        result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

    private static bool IsWork(IncrementalStepRunReason reason) =>
        reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);

    private static CSharpCompilation Compile(params SyntaxTree[] trees) =>
        CSharpCompilation.Create("Shop", trees, Referenced.ByContracts, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Parse(string source) =>
        CSharpSyntaxTree.ParseText(source, s_parse, cancellationToken: TestContext.Current.CancellationToken);

    private static PortableExecutableReference Image(CSharpCompilation compilation) =>
        MetadataReference.CreateFromImage(LoadedProject.Emit(compilation));
}
