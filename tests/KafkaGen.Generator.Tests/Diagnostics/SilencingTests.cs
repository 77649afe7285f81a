using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Diagnostics;

/// <summary>
/// Every diagnostic is reported, and has a location that <c>#pragma</c> silences: one that is made of a path and a span has not. What an
/// <c>.editorconfig</c> or <c>NoWarn</c> silences is Roslyn's to know.
/// </summary>
[Trait("Speed", "Slow")]
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
}
