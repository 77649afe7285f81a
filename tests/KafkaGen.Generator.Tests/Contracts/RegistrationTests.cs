using System.Globalization;
using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>How the contracts of an application find their way into the registry.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void Nothing_is_generated_where_nothing_is_annotated() => Assert.Empty(GeneratorRun.Of("public sealed record Order(int Id);").Files);

    [Fact]
    public void Contracts_of_referenced_projects_are_registered_through_the_lists_between()
    {
        GeneratorRun contracts = Project("Registration.Contracts", [], "[KafkaGen.KafkaTopic(\"a\")] public sealed record RegistrationA(int Id);");
        GeneratorRun middle = Project("Registration.Middle", [contracts], "public sealed class Nothing { }");
        GeneratorRun app = Project("Registration.App", [middle], "public sealed class Sample { }");
        Assert.Equal(["ContractList.g.cs"], middle.Files.Keys);
        Assert.Equal(["ContractList.g.cs"], app.Files.Keys);

        LoadedProject.Of(contracts, middle, app);
        Assert.Contains(ContractRegistry.Contracts, contract => contract.MessageType.FullName == "RegistrationA");
    }

    [Fact]
    public void Contract_is_registered_once_however_many_ways_lead_to_it()
    {
        GeneratorRun contracts = Project("Diamond.Contracts", [], "[KafkaGen.KafkaTopic(\"a\")] public sealed record DiamondOrder(int Id);");
        GeneratorRun left = Project("Diamond.Left", [contracts], "[KafkaGen.KafkaTopic(\"b\")] public sealed record DiamondLeft(int Id);");
        GeneratorRun right = Project("Diamond.Right", [contracts], "[KafkaGen.KafkaTopic(\"c\")] public sealed record DiamondRight(int Id);");
        GeneratorRun app = Project("Diamond.App", [contracts, left, right], "[KafkaGen.KafkaTopic(\"d\")] public sealed record DiamondApp(int Id);");
        LoadedProject.Of(contracts, left, right, app);
        Assert.Equal(
            ["DiamondApp", "DiamondLeft", "DiamondOrder", "DiamondRight"],
            ContractRegistry.Contracts.Select(contract => contract.Name).Where(name => name.StartsWith("Diamond", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Three_annotated_projects_whose_internals_a_test_project_sees()
    {
        const string Visible = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Seen.Tests\")]";
        const string Leaf = "namespace Common { internal sealed record Leaf(int Id); internal enum Kind { } }";
        GeneratorRun one = Project("Seen.One", [], Visible, Leaf, "[KafkaGen.KafkaTopic(\"a\")] internal sealed record SeenOne(System.Collections.Generic.List<string> Leaves);");
        GeneratorRun two = Project("Seen.Two", [], Visible, Leaf, "[KafkaGen.KafkaTopic(\"b\")] internal sealed record SeenTwo(System.Collections.Generic.List<string> Leaves);");
        GeneratorRun three = Project("Seen_Two", [], Visible, "[KafkaGen.KafkaTopic(\"c\")] internal sealed record SeenThree(System.Collections.Generic.List<string> Leaves);");
        GeneratorRun tests = Project(
            "Seen.Tests",
            [one, two, three],
            "[KafkaGen.KafkaTopic(\"d\")] internal sealed record SeenFour(SeenOne One, SeenTwo Two, System.Collections.Generic.List<string> Leaves);");
        LoadedProject.Of(one, two, three, tests);
        Assert.Equal(
            ["SeenFour", "SeenOne", "SeenThree", "SeenTwo"],
            ContractRegistry.Contracts.Select(contract => contract.Name).Where(name => name.StartsWith("Seen", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Types_that_share_their_name_with_one_of_another_assembly_are_an_error()
    {
        const string Visible = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Twin.Tests\")]";
        const string Twins = "namespace Common { internal sealed record Leaf(int Id); internal enum Kind { } internal sealed record Box<T>(int Id); }";
        const string Holder = "internal class {0} {{ public Common.Leaf? Leaf {{ get; set; }} public Common.Kind[]? Kinds {{ get; set; }} public Common.Box<Common.Kind>? Box {{ get; set; }} }}";
        GeneratorRun one = Project("Twin.One", [], Visible, Twins, string.Format(CultureInfo.InvariantCulture, Holder, "One"));
        GeneratorRun two = Project("Twin.Two", [], Visible, Twins, string.Format(CultureInfo.InvariantCulture, Holder, "Two"));
        GeneratorRun tests = Project(
            "Twin.Tests",
            [one, two],
            "[KafkaGen.KafkaTopic(\"a\")] internal sealed record {|KG0201:{|KG0201:{|KG0201:{|KG0201:{|KG0201:{|KG0201:Both|}|}|}|}|}|}(One One, Two Two);");
        Assert.All(tests.Findings, finding => Assert.Contains("of the same name", finding.GetMessage(), StringComparison.Ordinal));
    }

    [Fact]
    public void Rejected_contract_throws_the_diagnostics_text_at_registration()
    {
        var run = GeneratorRun.Of(
            new ProjectOptions { AssemblyName = "Rejecting" },
            "namespace Rejecting { public static class Outer { [KafkaGen.KafkaTopic(\"a\")] public sealed record Order(System.Type {|KG0201:Any|}); } }");
        LoadedProject.Of(run);
        KafkaContractException rejection = Assert.Single(ContractRegistry.Rejections, rejection => rejection.Contract == "Rejecting.Outer+Order");
        Assert.Equal("KG0201: " + Assert.Single(run.Findings).GetMessage(), rejection.Message);
    }

    [Theory]
    [InlineData("1-weird assembly.name_2.3")]
    [InlineData("event")]
    [InlineData("Größe.数量")]
    public void Any_assembly_name_will_do(string name) =>
        Project(name, [], "[KafkaGen.KafkaTopic(\"a\")] public sealed record Order(int Id);");

    [Fact]
    public void Reference_under_an_alias_alone_is_left_to_itself()
    {
        GeneratorRun contracts = Project("Aliased.Contracts", [], "[KafkaGen.KafkaTopic(\"a\")] public sealed record AliasedOrder(int Id);");
        var app = GeneratorRun.Of(
            new ProjectOptions { References = [contracts.Compilation.ToMetadataReference(aliases: ["other"])] }, "public sealed class Sample { }");
        Assert.Empty(app.Files);
    }

    [Fact]
    public void Type_that_is_known_under_an_alias_alone_is_an_error()
    {
        GeneratorRun leaves = Project("Aliased.Leaves", [], "public sealed record AliasedLeaf(int Id);");
        GeneratorRun.Of(
            new ProjectOptions { References = [leaves.Compilation.ToMetadataReference(aliases: ["other"])] },
            "extern alias other; [KafkaGen.KafkaTopic(\"a\")] public sealed record Order(other::AliasedLeaf {|KG0201:Leaf|});");
    }

    private static GeneratorRun Project(string name, GeneratorRun[] references, params string[] sources) => GeneratorRun.Of(
        new ProjectOptions
        {
            AssemblyName = name,
            References = [.. references.Select(reference => MetadataReference.CreateFromImage(LoadedProject.Emit(reference.Compilation)))],
        },
        sources);
}
