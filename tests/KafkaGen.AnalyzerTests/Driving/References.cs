using Microsoft.CodeAnalysis;

namespace KafkaGen.AnalyzerTests.Driving;

/// <summary>What the compiled sources reference: the running framework, KafkaGen and what it brings.</summary>
internal static class References
{
    private static readonly string[] s_ownAssemblies =
    [
        "KafkaGen.dll",
        "KafkaGen.Abstractions.dll",
        "Microsoft.Extensions.DependencyInjection.Abstractions.dll",
        "Microsoft.Extensions.Diagnostics.HealthChecks.dll",
        "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions.dll",
        "Microsoft.Extensions.Configuration.Abstractions.dll",
    ];

    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => IsFramework(Path.GetFileName(path)) || s_ownAssemblies.Contains(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static bool IsFramework(string file) =>
        file.StartsWith("System.", StringComparison.Ordinal) || file is "netstandard.dll" or "mscorlib.dll";
}
