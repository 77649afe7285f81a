using System.Text;
using KafkaGen.Generator.Tests.Driving;
using KafkaGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace KafkaGen.Generator.Tests.Approved;

/// <summary>
/// Compares what is generated with the files in <c>Approved/case</c>. With KAFKAGEN_UPDATE_APPROVED=1 it writes them anew instead, for review in the
/// diff. The list of contracts is the same for every case but a few; where it says nothing of its own, it has no file.
/// </summary>
internal sealed class ApprovedTest : CSharpSourceGeneratorTest<KafkaGenGenerator, DefaultVerifier>
{
    private const string UpdateVariable = "KAFKAGEN_UPDATE_APPROVED";
    private const string AssemblyName = "Shop";
    private const string List = "ContractList.g.cs";

    private ApprovedTest(string source)
    {
        ReferenceAssemblies = AnalyzerHost.NothingDownloaded;
        TestState.AdditionalReferences.AddRange(Referenced.ByContracts);
        TestState.Sources.Add(source);
        SolutionTransforms.Add((solution, project) => solution.WithProjectAssemblyName(project, AssemblyName));
    }

    public static async Task AssertAsync(string name, string source, bool isListShown = false)
    {
        string folder = Repository.PathOf("tests", "KafkaGen.Generator.Tests", "Approved", name);
        var run = GeneratorRun.Of(source);
        IReadOnlyDictionary<string, string> generated = run.Files;
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Accept(folder, generated.Where(file => isListShown || file.Key != List));
            return;
        }

        Dictionary<string, string> expected = Directory.GetFiles(folder, "*.g.cs")
            .ToDictionary(path => Path.GetFileName(path), path => File.ReadAllText(path).ReplaceLineEndings("\n"));
        Assert.Equal(isListShown, expected.ContainsKey(List));
        expected.TryAdd(List, generated[List]);
        var test = new ApprovedTest(source);

        // The library compares in sequence: files come as they are generated, and those that are not come last.
        string[] sequence = [.. generated.Keys];
        SourceHashAlgorithm algorithm = run.Result.GeneratedSources[0].SourceText.ChecksumAlgorithm;
        foreach (string file in expected.Keys.OrderBy(file => sequence.IndexOf(file) is var place and >= 0 ? place : int.MaxValue))
        {
            test.TestState.GeneratedSources.Add((typeof(KafkaGenGenerator), file, SourceText.From(expected[file], Encoding.UTF8, algorithm)));
        }

        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => AnalyzerHost.Analyzers;

    protected override CompilationOptions CreateCompilationOptions() => AnalyzerHost.Library;

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.CSharp11);

    private static void Accept(string folder, IEnumerable<KeyValuePair<string, string>> files)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach ((string file, string text) in files)
        {
            File.WriteAllText(Path.Combine(folder, file), text);
        }
    }
}
