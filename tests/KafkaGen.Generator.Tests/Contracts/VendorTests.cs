using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;
using Microsoft.FSharp.Core;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>Types of assemblies that another compiler made, or this one for every .NET: what cannot be written as System.Text.Json does is refused.</summary>
public sealed class VendorTests
{
    private static readonly IReadOnlyList<MetadataReference> s_vendors =
    [
        .. new[] { typeof(Vendor.Standard.Order), typeof(Vendor.Functional.Order), typeof(FSharpOption<int>) }
            .Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
    ];

    [Theory]
    [InlineData("Vendor.Functional.Fieldless")]
    [InlineData("Vendor.Functional.Measured")]
    [InlineData("Vendor.Functional.WithUnion")]
    [InlineData("Vendor.Functional.WithUnionInside")]
    [InlineData("Vendor.Functional.WithTuple")]
    [InlineData("Vendor.Functional.WithFunction")]
    [InlineData("Vendor.Functional.WithAnonymous")]
    public void Values_of_F_sharp_that_System_Text_Json_does_not_write_are_refused(string type) => Run("KG0201", type);

    [Fact]
    public void Numbers_in_options_keep_no_form() => Run("KG0202", "Vendor.Functional.WithNumbers");

    [Theory]
    [InlineData("Vendor.Standard.Secretive")]
    [InlineData("Vendor.Standard.SecretiveField")]
    [InlineData("Vendor.Standard.SecretiveGetter")]
    [InlineData("Vendor.Functional.WithAnyName")]
    public void Included_members_that_the_compiler_does_not_import_are_refused(string type) => Run("KG0208", type);

    [Fact]
    public void Private_members_that_nobody_writes_are_not_looked_at() => Run(null, "Vendor.Standard.Discreet");

    [Fact]
    public void Types_of_assemblies_that_are_not_referenced_are_left_to_the_compiler()
    {
        var options = new ProjectOptions { References = [s_vendors[1]], AllowedCompilerErrors = ["CS0012"] };
        Assert.Empty(GeneratorRun.Of(options, "[assembly: KafkaGen.KafkaContract(typeof(Vendor.Functional.Order), \"a\")]").Findings);
    }

    private static void Run(string? id, string type) => GeneratorRun.Of(
        new ProjectOptions { References = s_vendors },
        id is null
            ? $"[assembly: KafkaGen.KafkaContract(typeof({type}), \"a\")]"
            : $"[assembly: {{|{id}:KafkaGen.KafkaContract(typeof({type}), \"a\")|}}]");
}
