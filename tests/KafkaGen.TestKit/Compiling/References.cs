using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace KafkaGen.TestKit.Compiling;

/// <summary>What sources that a test compiles may reference: assemblies of the running program. Nothing is downloaded.</summary>
public static class References
{
    private static readonly Dictionary<string, string> s_paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        // The host names its core library twice.
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path)!);

    // Each is read once, so that compilations share what Roslyn keeps of it.
    private static readonly ConcurrentDictionary<string, MetadataReference> s_read = new();

    /// <summary>The framework.</summary>
    public static IReadOnlyList<MetadataReference> Framework { get; } =
        [.. s_paths.Keys.Where(name => name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard" or "mscorlib").Select(Of)];

    /// <summary>The framework, and assemblies by their simple names.</summary>
    /// <exception cref="KeyNotFoundException">The running program does not have one of them.</exception>
    public static IReadOnlyList<MetadataReference> FrameworkAnd(params string[] assemblies) => [.. Framework, .. assemblies.Select(Of)];

    /// <summary>An assembly by its simple name.</summary>
    /// <exception cref="KeyNotFoundException">The running program does not have it.</exception>
    public static MetadataReference Of(string assembly) => s_read.GetOrAdd(assembly, name => MetadataReference.CreateFromFile(s_paths[name]));
}
