using KafkaGen.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>
/// Asserts that sources have the diagnostics that <c>{|KG0301:text|}</c> marks in them, there and nowhere else, and compile without a warning
/// otherwise. A #pragma before a reported place must silence it.
/// </summary>
internal sealed class Reported : CSharpAnalyzerTest<ContractAnalyzer, DefaultVerifier>
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using KafkaGen;
        using Microsoft.Extensions.DependencyInjection;

        """;

    private readonly HashSet<string> _messages = [];

    private Reported(IEnumerable<MetadataReference> references, string[] sources)
    {
        ReferenceAssemblies = AnalyzerHost.NothingDownloaded;
        TestState.AdditionalReferences.AddRange(Referenced.ByApplications);
        TestState.AdditionalReferences.AddRange(references);
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        DisabledDiagnostics.Add("CS1591");
        CompilerDiagnostics = CompilerDiagnostics.Warnings;
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
        DiagnosticVerifier = (found, _, _) => _messages.Add(found.GetMessage());
        foreach (string source in sources)
        {
            TestState.Sources.Add(Usings + source);
        }
    }

    /// <returns>The texts of what was reported.</returns>
    public static Task<IReadOnlyCollection<string>> AssertAsMarkedAsync(params string[] sources) => AssertAsMarkedAsync([], sources);

    /// <returns>The texts of what was reported.</returns>
    public static async Task<IReadOnlyCollection<string>> AssertAsMarkedAsync(IEnumerable<MetadataReference> references, params string[] sources)
    {
        var test = new Reported(references, sources);
        await test.RunAsync(TestContext.Current.CancellationToken);
        return test._messages;
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => AnalyzerHost.Analyzers;

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(KafkaGenGenerator)];

    protected override CompilationOptions CreateCompilationOptions() => AnalyzerHost.Library;

    protected override ParseOptions CreateParseOptions() => AnalyzerHost.Parse;
}
