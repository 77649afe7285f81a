using System.Text.Json;
using KafkaGen.TestKit.Running;

namespace KafkaGen.PackageTests;

/// <summary>Projects of users, built from the packages alone, and run.</summary>
[Collection(PackageCollection.Name)]
public sealed class ConsumerTests(Packages packages)
{
    [Theory]
    [InlineData("ConsoleApp", "orders.created is acknowledged.")]
    [InlineData("ContractsApp", "orders.paid and orders.shipped are acknowledged.")]
    [InlineData("TransitiveApp", "orders.packed is acknowledged.")]
    [InlineData("TransitiveAnalyzerApp", "orders.packed is acknowledged.")]
    [InlineData("StrictApp", "in.global, in.scoped and in.block are acknowledged.")]
    [InlineData("OlderFrameworkApp", "orders.created is acknowledged.")]
    [InlineData("ContractsOnly", "OrderPaid is known.")]
    public async Task Program_builds_from_the_packages_without_a_warning_and_runs(string name, string says)
    {
        await packages.BuildConsumersAsync();

        ProgramRun run = await ConsumerProjects.RunAsync(name);

        Assert.EndsWith(says + "\n", run.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_with_contracts_alone_has_no_native_library_and_no_client_in_its_output()
    {
        await packages.BuildConsumersAsync();

        string output = ConsumerProjects.OutputOf("ContractsOnly");

        string[] libraries = [.. Directory.GetFiles(output, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(output, file))
            .Where(file => file.EndsWith(".dll", StringComparison.Ordinal) || file.Contains("rdkafka", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(["Contracts.dll", "ContractsOnly.dll", "KafkaGen.Abstractions.dll"], libraries);
        using JsonDocument dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "ContractsOnly.deps.json")));
        Assert.Equal(
            ["Contracts/1.0.0", "ContractsOnly/1.0.0", $"KafkaGen.Abstractions/{packages.Version}"],
            dependencies.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("CompilerApiVersion=roslyn4.7", "error KG0901: ")]
    [InlineData("LangVersion=10", "error KG0005: ")]
    public async Task Older_compiler_or_language_is_refused_with_what_to_do(string property, string error)
    {
        await packages.BuildConsumersAsync();

        ProgramRun build = await ConsumerProjects.RebuildAsync("ConsoleApp", packages.Version, property);

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(error, build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_framework_gets_its_own_assets()
    {
        await packages.BuildConsumersAsync();

        string assets = File.ReadAllText(Path.Combine(ConsumerProjects.OutputOf("OlderFrameworkApp"), "OlderFrameworkApp.deps.json"));

        Assert.Contains("lib/net8.0/KafkaGen.dll", assets, StringComparison.Ordinal);
        Assert.Contains("Microsoft.Extensions.Hosting.Abstractions/8.0.1", assets, StringComparison.Ordinal);
    }
}
