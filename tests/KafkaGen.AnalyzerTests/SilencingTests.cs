using KafkaGen.AnalyzerTests.Driving;
using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace KafkaGen.AnalyzerTests;

/// <summary>Every diagnostic can be silenced in each of the three ways that C# has.</summary>
public sealed class SilencingTests
{
    public static TheoryData<string> Ids => [.. Examples.All.Keys];

    [Fact]
    public void Every_diagnostic_has_an_example() => Assert.Equal(
        AllDiagnostics.Descriptors.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
        Examples.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_is_reported_once_when_nothing_silences_it(string id) =>
        Assert.Equal(id is "KG0006" or "KG0007" or "KG0030" or "KG0031" ? 2 : 1, Example.Ids(Examples.All[id].Compile()).Count(reported => reported == id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Pragma_silences(string id) =>
        Assert.DoesNotContain(id, Example.Ids(Examples.All[id].Compile(prefix: $"#pragma warning disable {id}\n")));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Pragma_for_another_diagnostic_does_not(string id) =>
        Assert.Contains(id, Example.Ids(Examples.All[id].Compile(prefix: "#pragma warning disable KG9999\n")));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Editorconfig_silences(string id) =>
        Assert.DoesNotContain(id, Example.Ids(Examples.All[id].Compile(), $"[*.cs]\ndotnet_diagnostic.{id}.severity = none\n"));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Editorconfig_for_other_files_does_not(string id) =>
        Assert.Contains(id, Example.Ids(Examples.All[id].Compile(), $"[*.vb]\ndotnet_diagnostic.{id}.severity = none\n"));

    [Theory]
    [MemberData(nameof(Ids))]
    public void NoWarn_silences(string id) => Assert.DoesNotContain(
        id,
        Example.Ids(Examples.All[id].Compile(options: AnalyzerHost.Library.WithSpecificDiagnosticOptions([new(id, ReportDiagnostic.Suppress)]))));
}
