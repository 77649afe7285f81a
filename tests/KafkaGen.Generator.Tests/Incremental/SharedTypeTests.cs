using System.Text.RegularExpressions;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Incremental;

/// <summary>What a type that many contracts use adds to the generated code.</summary>
public sealed class SharedTypeTests
{
    private const int Contracts = 200;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp11);

    private static readonly string s_address =
        $"public sealed record Address({string.Join(", ", Enumerable.Range(0, 20).Select(number => $"string Part{number}"))});";

    [Fact]
    public void Type_used_by_200_contracts_is_encoded_by_one_method()
    {
        GeneratedSourceResult[] files = Generate(Contracts);

        GeneratedSourceResult encoder = Assert.Single(files, file => file.SourceText.ToString().Contains("part7", StringComparison.Ordinal));
        Assert.Equal("Address.Json.g.cs", encoder.HintName);
        Assert.Single(Regex.Matches(encoder.SourceText.ToString(), @"void Write\("));
        Assert.Equal(Contracts, files.Count(file => file.SourceText.ToString().Contains("AddressJson.Write(", StringComparison.Ordinal)));
        Assert.Equal((2 * Contracts) + 2, files.Length);
    }

    [Fact]
    public void Each_further_contract_adds_no_more_than_its_own_code()
    {
        // All contracts have names of one length. One that is alone takes its class, the encoder of its own type and the whole list.
        int alone = Generate(1).Where(file => file.HintName != "Address.Json.g.cs").Sum(file => file.SourceText.Length);
        int each = (Generate(Contracts).Sum(file => file.SourceText.Length) - Generate(Contracts / 2).Sum(file => file.SourceText.Length)) / (Contracts / 2);
        Assert.InRange(each, 1, alone);
    }

    private static GeneratedSourceResult[] Generate(int contracts)
    {
        string[] sources =
        [
            s_address,
            .. Enumerable.Range(100, contracts).Select(number => $"[KafkaGen.KafkaTopic(\"t{number}\")] public sealed record Order{number}(Address Address);"),
        ];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Shop",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, s_parse, cancellationToken: TestContext.Current.CancellationToken)),
            Referenced.ByContracts,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        GeneratorRunResult result = GeneratorRun.Drive(compilation, s_parse)
            .RunGenerators(compilation, TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return [.. result.GeneratedSources];
    }
}
