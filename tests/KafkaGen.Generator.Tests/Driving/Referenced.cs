using KafkaGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>What the compiled sources reference.</summary>
internal static class Referenced
{
    /// <summary>Projects with contracts: the framework and the contracts' library.</summary>
    public static IReadOnlyList<MetadataReference> ByContracts { get; } = References.FrameworkAnd("KafkaGen.Abstractions");

    /// <summary>What an application references besides the framework.</summary>
    public static IReadOnlyList<string> Libraries { get; } =
    [
        "KafkaGen",
        "KafkaGen.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Diagnostics.HealthChecks",
        "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions",
        "Microsoft.Extensions.Configuration.Abstractions",
    ];

    /// <summary>Applications: KafkaGen and what it brings.</summary>
    public static IReadOnlyList<MetadataReference> ByApplications { get; } = References.FrameworkAnd([.. Libraries]);
}
