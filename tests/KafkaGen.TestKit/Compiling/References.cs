using Microsoft.CodeAnalysis;

namespace KafkaGen.TestKit.Compiling;

/// <summary>What sources that a test compiles may reference: assemblies of the running program. Nothing is downloaded.</summary>
public static class References
{
    private static readonly Dictionary<string, MetadataReference> s_all = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path)!, path => (MetadataReference)MetadataReference.CreateFromFile(path));

    /// <summary>The framework.</summary>
    public static IReadOnlyList<MetadataReference> Framework { get; } =
    [
        .. s_all
            .Where(assembly => assembly.Key.StartsWith("System.", StringComparison.Ordinal) || assembly.Key is "netstandard" or "mscorlib")
            .Select(assembly => assembly.Value),
    ];

    /// <summary>The framework, and assemblies by their simple names.</summary>
    /// <exception cref="KeyNotFoundException">The running program does not have one of them.</exception>
    public static IReadOnlyList<MetadataReference> FrameworkAnd(params string[] assemblies) =>
        [.. Framework, .. assemblies.Select(name => s_all[name])];
}
