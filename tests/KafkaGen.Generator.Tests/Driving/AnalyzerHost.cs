using System.Collections.Immutable;
using System.Text;
using KafkaGen.Generator;
using KafkaGen.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Testing;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>Compiles sources with the generator and runs every analyzer of the project over them, as the compiler would.</summary>
internal static class AnalyzerHost
{
    public static CSharpParseOptions Parse { get; } = new(LanguageVersion.CSharp12);

    public static CSharpCompilationOptions Library { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>For the testing libraries, which would get the framework's reference assemblies from NuGet: the running ones are there already.</summary>
    public static ReferenceAssemblies NothingDownloaded { get; } = new("net10.0");

    /// <summary>Each analyzer that the generator's assembly holds, found as the compiler finds them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(ContractAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static CSharpCompilation Compile(params string[] sources) =>
        CSharpCompilation.Create(
            "Shop",
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, Parse, $"Source{i}.cs", Encoding.UTF8)),
            Referenced.ByApplications,
            Library);

    /// <summary>A compilation as MSBuild hands it to the projects that reference it: without members that they cannot see.</summary>
    public static MetadataReference Reference(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(
            image,
            options: new EmitOptions(metadataOnly: true, includePrivateMembers: false),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>The compilation with what the generator adds.</summary>
    public static CSharpCompilation Generate(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new KafkaGenGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options);
        driver = driver.RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation updated, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        Assert.Empty(diagnostics);
        return (CSharpCompilation)updated;
    }

    /// <summary>What the analyzers report; a failure of one of them fails the test.</summary>
    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation)
    {
        var failures = new List<string>();
        var host = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, _, _) =>
            {
                lock (failures)
                {
                    failures.Add(exception.ToString());
                }
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> findings = compilation
            .WithAnalyzers(Analyzers, host)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)
            .GetAwaiter()
            .GetResult();
        Assert.Empty(failures);
        return findings;
    }
}
