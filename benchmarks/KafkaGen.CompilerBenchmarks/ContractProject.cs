using System.Globalization;
using System.Text;
using KafkaGen.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.CompilerBenchmarks;

/// <summary>A project with many contracts of 10 members, one file each, and one file of other code that is edited.</summary>
internal sealed class ContractProject
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp12);

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(KafkaContract).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly SyntaxTree[] _contracts;
    private int _edits;

    public ContractProject(int contracts) =>
        _contracts = [.. Enumerable.Range(0, contracts).Select(number => Parse(Contract(number), FileOf(number)))];

    public static CSharpParseOptions ParseOptions => s_parse;

    /// <summary>The project as a compiler sees it that has just started: parsed, nothing bound.</summary>
    public CSharpCompilation Compile()
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Shop",
            [.. _contracts, OtherCode()],
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return compilation;
    }

    /// <summary>The project after a key was pressed in code that has nothing to do with contracts.</summary>
    public CSharpCompilation Edit(CSharpCompilation compilation) =>
        Replace(compilation, OtherCode());

    /// <summary>The project after a key was pressed in the name of a member that one contract reaches.</summary>
    public CSharpCompilation EditDeclaration(CSharpCompilation compilation) => Replace(
        compilation,
        Parse(Contract(0).Replace("string Sku", "string Sku" + (++_edits).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), FileOf(0)));

    private static CSharpCompilation Replace(CSharpCompilation compilation, SyntaxTree file) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(tree => tree.FilePath == file.FilePath), file);

    private static string FileOf(int number) => $"Order{number.ToString(CultureInfo.InvariantCulture)}.cs";

    private SyntaxTree OtherCode() => Parse(
        $"namespace Shop; public static class Other {{ public static int Answer() => {(++_edits).ToString(CultureInfo.InvariantCulture)}; }}",
        "Other.cs");

    private static string Contract(int number) => $$"""
        using System;
        using System.Collections.Generic;
        using KafkaGen;

        namespace Shop;

        /// <summary>An order of kind {{number}}.</summary>
        [KafkaTopic("orders.{{number}}")]
        public sealed record Order{{number}}(
            [PartitionKey] Guid OrderId,
            [KafkaHeader("tenant")] string Tenant,
            [KafkaTimestamp] DateTimeOffset At,
            string? Note,
            decimal Total,
            int Count,
            bool IsPaid,
            List<string> Tags,
            Line{{number}}[] Lines,
            DateOnly? Due);

        public sealed record Line{{number}}(string Sku, int Quantity, decimal Price);
        """;

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, s_parse, path, Encoding.UTF8);
}
