using KafkaGen.Contracts;
using Microsoft.CodeAnalysis;

namespace KafkaGen.GeneratorTests.Driving;

/// <summary>What the compiled sources reference: the running framework and the contracts' library.</summary>
internal static class References
{
    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(KafkaContract).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
