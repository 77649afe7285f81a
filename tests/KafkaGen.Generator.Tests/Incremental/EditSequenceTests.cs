using System.Globalization;
using KafkaGen.Generator;
using KafkaGen.Generator.Parsing;
using KafkaGen.Generator.Tests.Driving;
using KafkaGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Incremental;

/// <summary>
/// After an edit, contracts that it does not affect are not parsed again. Whatever was edited before, what is generated is what a generator that
/// sees the project for the first time generates.
/// </summary>
[Trait("Draws", "Random")]
public sealed class EditSequenceTests
{
    private const int Edits = 400;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp11);

    // Each file's states: an edit takes it to another one of them. Every way from one file to another is here: members, bases, constants, aliases,
    // attributes, partial parts, namespaces, what hides something else, and what is there or not.
    private static readonly string[][] s_files =
    [
        ["", "global using Money = System.Decimal;", "global using Money = Shop.Cents;", "global using static Shop.Topics;"],
        ["", "[assembly: KafkaGen.KafkaDefaults(TopicPrefix = Shop.Topics.Prefix)]", "[assembly: KafkaGen.KafkaDefaults(JsonNaming = KafkaGen.JsonNaming.SnakeCaseLower)]"],
        [
            "namespace Shop; public static class Topics { public const string Prefix = \"a.\"; public const string Orders = \"orders\"; }",
            "namespace Shop; public static class Topics { public const string Prefix = \"b.\"; public const string Orders = \"orders\"; }",
            "namespace Shop; public static class Topics { public const string Prefix = \"a.\"; public const string Orders = Names.Orders; }",
            "namespace Shop; public static class Topics { public const string Prefix = \"a.\"; internal static int Count() => 1; }",
        ],
        ["namespace Shop; public static class Names { public const string Orders = \"sold\"; }", "namespace Shop; public static class Names { public const string Orders = \"bought\"; }", ""],
        ["namespace Shop; [KafkaGen.KafkaTopic(Topics.Orders)] public sealed record Order(Line Line, System.Guid Id) : Base;", "namespace Shop; [KafkaGen.KafkaTopic(\"o\")] public sealed record Order([KafkaGen.PartitionKey] System.Guid Id, Line[] Lines) : Base;"],
        ["namespace Shop; public abstract record Base { public int Version { get; init; } }", "namespace Shop; public abstract record Base : Root { [KafkaGen.KafkaHeader(\"v\")] public int Version { get; init; } }", "namespace Shop; public abstract class Base { }"],
        ["namespace Shop; public abstract record Root { public int Number { get; init; } }", "namespace Shop; public abstract record Root { public string Number { get; init; } public class Line { public int InRoot { get; set; } } }"],
        ["namespace Shop; public sealed record Line(string Sku, State State);", "namespace Shop; public sealed record Line(string Sku, Cents Price);", "namespace Shop.Old; public sealed record Line(string Sku);", "namespace Shop; public struct Line { public int Twice() => 2; }", "namespace Shop; public struct Line { public int Twice() => 1 + 1; }"],
        ["", "public sealed record Line(int Global);", "namespace Shop.Old { public sealed record Cents(int Of); }"],
        ["namespace Shop; [System.Text.Json.Serialization.JsonConverter(typeof(Converter))] public enum State { New, Old }", "namespace Shop; public enum State { New }", "namespace Shop; public enum State : long { New }"],
        ["namespace Shop; public sealed class Converter : System.Text.Json.Serialization.JsonStringEnumConverter<State> { }", "namespace Shop; public abstract class Converter : System.Text.Json.Serialization.JsonConverter<State> { }"],
        ["namespace Shop; public readonly record struct Cents(long Value);", "namespace Shop; public readonly record struct Cents(int Value, string Currency);", ""],
        ["using Topic = KafkaGen.KafkaTopicAttribute; namespace Shop; [Topic(\"p\")] public sealed record Paid(Money Total);", "namespace Shop; [Topic(\"p\")] public sealed record Paid(Money Total);", "namespace Shop; [KafkaGen.KafkaTopic(Orders)] public sealed partial record Paid(decimal Total);"],
        ["", "namespace Shop; public sealed partial record Paid { public Cents Tip { get; init; } }", "namespace Shop; [KafkaGen.KafkaTopic(\"q\", Name = \"tips\")] public sealed partial record Paid { }"],
        ["", "using Topic = KafkaGen.KafkaTopicAttribute;", "namespace KafkaGen { public sealed class KafkaTopicAttribute : System.Attribute { public KafkaTopicAttribute(string name) { } } }"],
        ["", "[assembly: KafkaGen.KafkaContract(typeof(Shop.Cents), \"cents\", Key = \"Value\")]"],
        ["namespace Shop; public partial class Outer { [KafkaGen.KafkaTopic(\"inner\")] public sealed record Inner(Line Line); }", "namespace Shop; public partial class Outer { [KafkaGen.KafkaTopic(\"inner\")] internal sealed record Inner(Line[] Lines, object Any); }"],
        ["", "namespace Shop; public partial class Outer : Root { }", "namespace Shop; public partial class Outer { private sealed record Line(int InOuter); }"],
    ];

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Edits_one_after_the_other_generate_what_a_fresh_start_generates(int sequence)
    {
        var random = new Random(Seed.Value + sequence);
        SyntaxTree[] trees = [.. s_files.Select(states => Parse(states[0]))];
        CSharpCompilation compilation = Compile(trees);
        GeneratorDriver driver = Start().RunGenerators(compilation, TestContext.Current.CancellationToken);
        var edits = new List<string>();
        for (int edit = 0; edit < Edits; edit++)
        {
            // Several files may change at once, as when a branch is checked out; and files may come, go and change places.
            for (int several = random.Next(1, 3); several > 0; several--)
            {
                int file = random.Next(s_files.Length);
                int state = random.Next(s_files[file].Length);
                edits.Add(string.Create(CultureInfo.InvariantCulture, $"file {file} to state {state}"));
                trees[file] = Parse(s_files[file][state]);
            }

            IEnumerable<SyntaxTree> files = random.Next(4) == 0 ? trees.Where(tree => tree.Length > 0) : trees;
            compilation = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(random.Next(20) == 0 ? files.Reverse() : files);
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
            AssertSame(Start().RunGenerators(compilation, TestContext.Current.CancellationToken), driver, edits);
        }
    }

    [Fact]
    public void Only_files_that_reach_the_edited_one_are_affected()
    {
        SyntaxTree[] before =
        [
            Parse("record Order(Line Line);"), Parse("record Line(Cents Price);"), Parse("record struct Cents(int Value);"), Parse("record Other(int Value);"),
        ];
        SyntaxTree[] after = [before[0], before[1], Parse("record struct Cents(long Value);"), before[3]];
        Assert.Equal([-1, -1, -1, 3], AffectedFiles.Find(before, after, TestContext.Current.CancellationToken)!);
    }

    private static void AssertSame(GeneratorDriver fresh, GeneratorDriver warm, List<string> edits)
    {
        GeneratorRunResult expected = fresh.GetRunResult().Results.Single();
        GeneratorRunResult actual = warm.GetRunResult().Results.Single();
        Assert.Null(actual.Exception);
        Assert.True(
            expected.GeneratedSources.Select(Describe).Order(StringComparer.Ordinal).SequenceEqual(
                actual.GeneratedSources.Select(Describe).Order(StringComparer.Ordinal)),
            $"Differs after {string.Join(", ", edits.TakeLast(12))}. {Seed.Hint}");
    }

    // Roslyn's tracking of steps throws where a step that had outputs has none any more and its input then stays the same.
    private static CSharpGeneratorDriver Start() =>
        CSharpGeneratorDriver.Create([new KafkaGenGenerator().AsSourceGenerator()], parseOptions: s_parse);

    private static string Describe(GeneratedSourceResult source) => source.HintName + "\n" + source.SourceText;

    private static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees) =>
        CSharpCompilation.Create("Shop", trees, Referenced.ByContracts, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Parse(string source) =>
        CSharpSyntaxTree.ParseText(source, s_parse, cancellationToken: TestContext.Current.CancellationToken);
}
