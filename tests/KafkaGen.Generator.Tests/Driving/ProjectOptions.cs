using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>How a test's project differs from the usual one: C# 11 with nullable annotations.</summary>
internal sealed record ProjectOptions
{
    public string AssemblyName { get; init; } = "Shop";

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp11;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public IReadOnlyList<MetadataReference> References { get; init; } = [];

    /// <summary>Files that another generator adds: KafkaGen's generator does not see them.</summary>
    public IReadOnlyList<string> AddedByOthers { get; init; } = [];

    /// <summary>Compiler diagnostics that the test's source is meant to have.</summary>
    public IReadOnlyList<string> AllowedCompilerErrors { get; init; } = [];
}
