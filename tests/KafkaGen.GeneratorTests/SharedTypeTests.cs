using System.Text.RegularExpressions;
using KafkaGen.GeneratorTests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.GeneratorTests;

/// <summary>What a type that many contracts use adds to the generated code.</summary>
public sealed class SharedTypeTests
{
    private const int Contracts = 200;

    // A contract with one member takes its class, the encoder of its own type, and a line in the list; the shared type has 20 members.
    private const int CharactersPerContract = 2600;

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
        int few = Generate(Contracts / 2).Sum(file => file.SourceText.Length);
        int many = Generate(Contracts).Sum(file => file.SourceText.Length);
        int encoder = Generate(1).Single(file => file.HintName == "Address.Json.g.cs").SourceText.Length;
        int each = (many - few) / (Contracts / 2);
        Assert.InRange(each, 1, CharactersPerContract);
        Assert.True(many < (Contracts * CharactersPerContract) + (2 * encoder), $"{many} characters, {each} a contract, {encoder} for the shared type");
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
            References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        GeneratorRunResult result = GeneratorRun.Drive(compilation, s_parse)
            .RunGenerators(compilation, TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return [.. result.GeneratedSources];
    }
}
