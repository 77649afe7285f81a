using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>Several topics for one record.</summary>
public sealed class SeveralTopicsTests
{
    [Fact]
    public void Each_attribute_is_a_contract_and_the_value_is_encoded_by_one_method()
    {
        var run = GeneratorRun.Of("""
            using KafkaGen;
            [KafkaTopic("several"), KafkaTopic("several.audit", Name = "audit"), KafkaTopic("several.1", Name = "1 - Größe_")]
            public sealed record SeveralTopics([PartitionKey] int Id);
            """);
        LoadedProject.Of(run);
        KafkaContract[] contracts = [.. ContractRegistry.Contracts.Where(contract => contract.MessageType.FullName == "SeveralTopics")];
        Assert.Equal(["several", "several.1", "several.audit"], contracts.Select(contract => contract.Topic).Order());
        Assert.Equal(["SeveralTopics", "1 - Größe_", "audit"], contracts.Select(contract => contract.Name));
        Assert.Equal([false, true, true], contracts.Select(contract => contract.IsNamed));
        Assert.Single(run.Files.Keys, file => file.EndsWith(".Json.g.cs", StringComparison.Ordinal));
        Assert.Contains("SeveralTopics.audit.g.cs", run.Files.Keys);
    }

    [Fact]
    public void Attributes_on_two_parts_of_a_type_are_both_contracts()
    {
        var run = GeneratorRun.Of(
            "[KafkaGen.KafkaTopic(\"a\")] public sealed partial record Order(int Id);",
            "[KafkaGen.KafkaTopic(\"b\", Name = \"audit\")] public sealed partial record Order;");
        Assert.Equal(["ContractList.g.cs", "Order.Json.g.cs", "Order.audit.g.cs", "Order.g.cs"], run.Files.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_topics_of_one_name_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a"), KafkaTopic("b")] public sealed record {|KG0011:Order|}(int Id);
        [KafkaTopic("c", Name = "audit"), KafkaTopic("d", Name = "Audit")] public sealed record {|KG0011:{|KG0011:Other|}|}(int Id);
        [KafkaTopic("e"), KafkaTopic("f", Name = "copy")] public sealed record Fine(int Id);
        """);

    [Fact]
    public void Name_of_another_contract_is_an_error_and_a_name_of_its_own_mends_it() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a", Name = "Other")] public sealed record {|KG0006:Order|}(int Id);
        [KafkaTopic("b")] public sealed record {|KG0006:Other|}(int Id);
        namespace A { [KafkaTopic("c")] public sealed record Twin(int Id); }
        namespace B { [KafkaTopic("d", Name = "B.Twin")] public sealed record Twin(int Id); }
        """);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("\"a:b\"")]
    public void Name_that_configuration_cannot_hold_is_an_error(string name) => GeneratorRun.Of(
        $$"""
        using KafkaGen;
        [KafkaTopic("a", {|KG0012:Name = {{name}}|})] public sealed record Order(int Id);
        """);

    [Fact]
    public void Each_topic_is_checked() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a"), KafkaTopic({|KG0001:"b c"|}, Name = "audit")] public sealed record Order(int Id);
        """);

    [Fact]
    public void Error_of_the_type_is_reported_once() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a"), KafkaTopic("b", Name = "audit")] public sealed record Order([PartitionKey] double {|KG0101:Id|});
        """);
}
