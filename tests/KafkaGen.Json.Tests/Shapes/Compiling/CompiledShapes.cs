using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;
using KafkaGen.Contracts;
using KafkaGen.Generator;
using KafkaGen.Json.Tests.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace KafkaGen.Json.Tests.Shapes.Compiling;

/// <summary>Shapes compiled together with the generator, loaded and registered: one compilation of many is far faster than many of one.</summary>
internal sealed class CompiledShapes
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp12);
    private static readonly IReadOnlyList<MetadataReference> s_references = FrameworkReferences();
    private static int s_count;

    private readonly Assembly _assembly;
    private readonly Dictionary<string, KafkaContract> _contracts;
    private readonly ILookup<string, string> _rejections;

    private CompiledShapes(Assembly assembly)
    {
        _assembly = assembly;
        RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        _contracts = ContractRegistry.Contracts
            .Where(contract => contract.MessageType.Assembly == assembly)
            .ToDictionary(contract => contract.MessageType.Namespace!);
        _rejections = ContractRegistry.Rejections.ToLookup(
            rejection => string.Join('.', rejection.Contract.Split('.', 3).Take(2)), rejection => rejection.Message);
    }

    /// <summary>Compiles shapes; any of them that is no valid C# is an error that names it.</summary>
    public static CompiledShapes Of(IReadOnlyList<Shape> shapes)
    {
        (CSharpCompilation compilation, _) = Generate(shapes, $"Shapes{Interlocked.Increment(ref s_count)}");
        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(image);
        if (!result.Success)
        {
            IEnumerable<Diagnostic> errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException($"The shapes do not compile:\n{string.Join('\n', errors.Select(Describe))}");
        }

        image.Position = 0;
        return new CompiledShapes(AssemblyLoadContext.Default.LoadFromStream(image));
    }

    /// <summary>The files that the generator makes of shapes under a culture, in the sequence in which it made them.</summary>
    public static IReadOnlyList<string> FilesOf(CultureInfo culture, IReadOnlyList<Shape> shapes) =>
        RealCultures.Under(culture, () => Generate(shapes, "Shapes").Files.ToArray());

    /// <summary>The contract of a shape, or <see langword="null"/> when the generator rejected it.</summary>
    public KafkaContract? ContractOf(Shape shape) => _contracts.GetValueOrDefault(ShapeSource.NamespaceOf(shape));

    /// <summary>The type that a shape's contract is of, whether the generator rejected it or not.</summary>
    public Type TypeOf(Shape shape) =>
        _assembly.GetTypes().Single(type => type.Namespace == ShapeSource.NamespaceOf(shape) && type.Name == ShapeSource.NameOf(shape));

    /// <summary>Why the generator rejected a shape: the diagnostics' ids and texts.</summary>
    public IReadOnlyList<string> RejectionsOf(Shape shape) => [.. _rejections[ShapeSource.NamespaceOf(shape)]];

    private static (CSharpCompilation Compilation, IEnumerable<string> Files) Generate(IReadOnlyList<Shape> shapes, string assemblyName)
    {
        IEnumerable<SyntaxTree> trees = shapes
            .Select(shape => CSharpSyntaxTree.ParseText(ShapeSource.FileOf(shape), s_parse, shape.Name + ".cs", Encoding.UTF8))
            .Prepend(CSharpSyntaxTree.ParseText(ShapeSource.Usings, s_parse, "Usings.cs", Encoding.UTF8));
        CSharpCompilation compilation = CSharpCompilation.Create(
            assemblyName,
            trees,
            s_references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));

        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new KafkaGenGenerator().AsSourceGenerator()], parseOptions: s_parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null || !diagnostics.IsEmpty)
        {
            throw new InvalidOperationException($"The generator failed: {string.Join('\n', diagnostics)}", result.Exception);
        }

        return ((CSharpCompilation)updated, result.GeneratedSources.Select(file => $"{file.HintName}\n{file.SourceText}"));
    }

    // A random shape is in no file to look it up in.
    private static string Describe(Diagnostic error) =>
        $"{error}: {error.Location.SourceTree?.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line]}";

    private static IReadOnlyList<MetadataReference> FrameworkReferences() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(KafkaContract).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
