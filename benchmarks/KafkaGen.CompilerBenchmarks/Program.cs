using System.Collections.Immutable;
using System.Globalization;
using KafkaGen.CompilerBenchmarks;
using KafkaGen.Generator;
using KafkaGen.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

const string Usage = """
    What KafkaGen costs the compiler. Run it in Release, on a machine that does nothing else.

      [contracts] [rounds]   a project of so many contracts of 10 members (default: 1000 contracts, 10 rounds)
    """;

int contracts = 1000;
int rounds = 10;
bool isUsage = args.Length > 2
    || (args.Length > 0 && (!int.TryParse(args[0], CultureInfo.InvariantCulture, out contracts) || contracts < 1))
    || (args.Length > 1 && (!int.TryParse(args[1], CultureInfo.InvariantCulture, out rounds) || rounds < 1));
if (isUsage)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var project = new ContractProject(contracts);
var first = new Measurement("generate, first in the process (JIT included)");
var bind = new Measurement("bind the declarations alone, without KafkaGen");
var cold = new Measurement("generate, cold: new compilation, nothing cached");
var warm = new Measurement("generate, warm: after an unrelated edit");
var declared = new Measurement("generate, warm: after a member's name was edited");
var analyze = new Measurement("analyze: time in the analyzers, all threads");
var compile = new Measurement("the compiler's own diagnostics, for comparison");

first.Take(() => Driver().RunGenerators(project.Compile()));
for (int round = 0; round < rounds; round++)
{
    CSharpCompilation compilation = project.Compile();
    bind.Take(() => project.Compile().GetDeclarationDiagnostics());
    GeneratorDriver driver = cold.Take(() => Driver().RunGenerators(compilation));
    compilation = project.Edit(compilation);
    driver = warm.Take(() => driver.RunGenerators(compilation));
    compilation = project.EditDeclaration(compilation);
    driver = declared.Take(() => driver.RunGenerators(compilation));
    driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
    compile.Take(() => generated.GetDiagnostics());
    (ImmutableArray<Diagnostic> findings, double milliseconds) = Analyze(generated);
    analyze.Add(milliseconds);
    // Of each contract: itself, its type, its lines; of all together: the list of tags and the list of contracts.
    int expected = (3 * contracts) + 2;
    int files = driver.GetRunResult().GeneratedTrees.Length;
    if (files != expected || findings.Length != 0)
    {
        Console.Error.WriteLine($"Expected {expected} files and no diagnostic, got {files} and {findings.Length}.");
        return 1;
    }
}

Console.WriteLine($"{contracts} contracts of 10 members, {rounds} rounds, {Environment.ProcessorCount} processors, milliseconds:");
Console.WriteLine();
Console.WriteLine($"| {"",-52} |  fastest |   median |  slowest |");
Console.WriteLine($"|{new string('-', 54)}|---------:|---------:|---------:|");
foreach (Measurement measurement in new[] { first, bind, cold, warm, declared, compile, analyze })
{
    Console.WriteLine(measurement);
}

return 0;

static GeneratorDriver Driver() =>
    CSharpGeneratorDriver.Create([new KafkaGenGenerator().AsSourceGenerator()], parseOptions: ContractProject.ParseOptions);

// The analyzers' own time, summed over the threads: what else such a run takes is the compiler's binding, which a build does anyway.
static (ImmutableArray<Diagnostic> Findings, double Milliseconds) Analyze(Compilation compilation)
{
    // All that the assembly holds, as the compiler finds them.
    ImmutableArray<DiagnosticAnalyzer> analyzers =
    [
        .. typeof(ContractAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
    var options = new CompilationWithAnalyzersOptions(
        new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: true);
    CompilationWithAnalyzers host = compilation.WithAnalyzers(analyzers, options);
    ImmutableArray<Diagnostic> findings = host.GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
    double milliseconds = analyzers.Sum(analyzer =>
        host.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None).GetAwaiter().GetResult().ExecutionTime.TotalMilliseconds);
    return (findings, milliseconds);
}
