using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>Contracts that an assembly gives to types which it cannot annotate.</summary>
public sealed class NamedContractTests
{
    [Fact]
    public void Type_of_another_assembly_gets_a_contract_with_every_part()
    {
        var vendor = GeneratorRun.Of(new ProjectOptions { AssemblyName = "Vendor" }, """
            namespace Vendor
            {
                public class Base { public System.Guid Id { get; set; } }
                public class Order : Base
                {
                    public string? Tenant; public long At { get; set; } public Place Place { get; set; }
                    [System.Text.Json.Serialization.JsonIgnore] public Customer? Customer { get; set; }
                }
                public class Customer { public string Name { get; set; } = "n"; public int Rank { get; set; } = 3; }
                public struct Place { public int Shard { get; set; } }
            }
            """);
        GeneratorRun run = With(vendor, """
            using KafkaGen;
            [assembly: KafkaContract(typeof(Vendor.Order), "vendor.orders", Name = "VendorOrder", Key = "Tenant, Customer.Name", Timestamp = "At",
                Partition = "Place.Shard", Headers = new[] { "tenant=Tenant", "rank = Customer.Rank", "Id" }, Codec = CompressionCodec.Lz4, CompressionLevel = 2)]
            public static class Sample
            {
                public static object Create() => new object[]
                {
                    new Vendor.Order { Tenant = "t", At = 5, Place = new() { Shard = 2 }, Customer = new() },
                };
            }
            """);
        var project = LoadedProject.Of(vendor, run);
        WrittenRecord record = project.Encode();
        Assert.Equal("t|n", record.KeyText);
        Assert.Equal(5, record.Timestamp);
        Assert.Equal(2, record.Partition);
        Assert.Equal(["tenant=t", "rank=3", "Id=00000000-0000-0000-0000-000000000000"], record.Headers);
        Assert.StartsWith("{\"at\":5", record.Value, StringComparison.Ordinal);
        KafkaContract contract = project.Contract("Vendor.Order");
        Assert.Equal(("vendor.orders", "VendorOrder", CompressionCodec.Lz4, 2), (contract.Topic, contract.Name, contract.Codec, contract.CompressionLevel));
    }

    [Theory]
    [InlineData("new Envelope<OrderCreated>(new OrderCreated(258, 1), null)", "00000102")]
    [InlineData("new Envelope<OrderCreated>(null, null)", null)]
    public void Closed_generic_gets_a_contract_and_a_path_over_null_is_no_key(string value, string? expected)
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            using KafkaGen;
            [assembly: KafkaContract(typeof(Envelope<OrderCreated>), "orders.created", Key = "Payload.OrderId", Headers = new[] { "source=Source" })]
            public sealed record Envelope<T>(T? Payload, string? Source);
            public sealed record OrderCreated(int OrderId, int Total);
            public static class Sample { public static object Create() => {{value}}; }
            """)).Encode();
        Assert.Equal(expected, record.Key is null ? null : Convert.ToHexString(record.Key));
        Assert.Empty(record.Headers);
    }

    [Fact]
    public void Closed_generics_of_one_definition_are_told_apart()
    {
        var run = GeneratorRun.Of("""
            using KafkaGen;
            using System.Collections.Generic;
            [assembly: KafkaContract(typeof(Told<int>), "told.int", Name = "ToldInt")]
            [assembly: KafkaContract(typeof(Told<List<string[]>>), "told.list", Name = "ToldList"), KafkaContract(typeof(Told<int>.Inner), "told.inner")]
            [assembly: KafkaContract(typeof(List<int>), "numbers"), KafkaContract(typeof(System.Guid), "ids")]
            public sealed record Told<T>([PartitionKey] int Id, T Value) { public sealed record Inner(T Value); }
            """);
        LoadedProject.Of(run);
        Assert.Equal(
            ["told.inner", "told.int", "told.list"],
            ContractRegistry.Contracts.Select(contract => contract.Topic).Where(topic => topic.StartsWith("told", StringComparison.Ordinal)).Order());
        Assert.Equal(ContractParts.Key, ContractRegistry.Contracts.Single(contract => contract.Topic == "told.int").Parts);
    }

    [Fact]
    public void Wrong_contracts_are_errors_at_the_attribute() => GeneratorRun.Of("""
        using KafkaGen;
        [assembly: {|KG0002:KafkaContract(typeof(Envelope<>), "a", Name = "A")|}]
        [assembly: KafkaContract(typeof(Envelope<int>), {|KG0001:"a b"|}, Name = "B")]
        [assembly: KafkaContract(typeof(Order), "c", Name = "C", {|KG0018:Key = "Customer.Nam"|}), KafkaContract(typeof(Order), "d", Name = "D", {|KG0018:Timestamp = "Hidden"|})]
        [assembly: KafkaContract(typeof(Order), "e", Name = "E", {|KG0101:Key = "Customer"|}), KafkaContract(typeof(Order), "f", Name = "F", {|KG0107:Timestamp = "Customer.Name"|})]
        [assembly: KafkaContract(typeof(Order), "g", Name = "G", {|KG0106:Headers = new[] { "x=Customer" }|}), KafkaContract(typeof(Order), "h", Name = "H", {|KG0104:Headers = new[] { "=Id" }|})]
        [assembly: KafkaContract(typeof(Order), "i", Name = "I", Codec = CompressionCodec.Gzip, {|KG0008:CompressionLevel = 10|})]
        [assembly: {|KG0004:KafkaContract(typeof(System.IDisposable), "j")|}, {|KG0004:KafkaContract(typeof(int?), "k")|}, {|KG0004:KafkaContract(typeof(Order[]), "l")|}]
        [assembly: {|KG0011:KafkaContract(typeof(Annotated), "m")|}, {|KG0201:KafkaContract(typeof(System.Text.StringBuilder), "n")|}]
        [assembly: KafkaContract(typeof(Order), "o", Name = "O", {|KG0112:Key = "Id"|}, KeyEncoding = (KeyEncoding)7)]
        public sealed record Envelope<T>(T Value);
        public sealed class Order { public int Id { get; } public Customer? Customer { get; } private long Hidden { get; } public long Get() => Hidden; }
        public sealed record Customer(string Name);
        [KafkaTopic("p")] public sealed record {|KG0011:Annotated|}(int Id);
        """);

    [Fact]
    public void Contract_in_another_file_is_found_and_an_edit_of_the_type_regenerates_it()
    {
        var run = GeneratorRun.Of(
            "[assembly: KafkaGen.KafkaContract(typeof(Order), \"a\")]",
            "[assembly: KafkaGen.KafkaContract(typeof(Other), \"b\")]",
            "public sealed record Order(int Id); public sealed record Other(int Id);");
        Assert.Contains("Order.g.cs", run.Files.Keys);
        Assert.Contains("Other.g.cs", run.Files.Keys);
    }

    [Fact]
    public void Member_that_another_generator_adds_to_the_type_is_an_error() => GeneratorRun.Of(
        new ProjectOptions { AddedByOthers = ["partial class Order { public int Added => 1; }"] },
        """
        [assembly: {|KG0010:KafkaGen.KafkaContract(typeof(Order), "a")|}]
        public partial class Order { public int Id { get; set; } }
        """);

    [Fact]
    public void Defaults_hold_where_a_contract_says_nothing()
    {
        var run = GeneratorRun.Of("""
            using KafkaGen;
            [assembly: KafkaDefaults(TopicPrefix = "defaults.", Codec = CompressionCodec.Zstd, CompressionLevel = 4)]
            [assembly: KafkaContract(typeof(Third), "third")]
            [KafkaTopic("first")] public sealed record First(int Id);
            [KafkaTopic("second"), Compression(CompressionCodec.None)] public sealed record Second(int Id);
            public sealed record Third(int Id);
            """);
        LoadedProject.Of(run);
        Assert.Equal(
            ["defaults.first Zstd 4", "defaults.second None -1", "defaults.third Zstd 4"],
            ContractRegistry.Contracts
                .Where(contract => contract.Topic.StartsWith("defaults.", StringComparison.Ordinal))
                .Select(contract => $"{contract.Topic} {contract.Codec} {contract.CompressionLevel}")
                .Order());
    }

    [Fact]
    public void Wrong_defaults_are_errors_of_the_contracts() => GeneratorRun.Of("""
        using KafkaGen;
        [assembly: KafkaDefaults(TopicPrefix = "my shop.", Codec = CompressionCodec.Snappy, CompressionLevel = 4)]
        [KafkaTopic({|KG0001:"first"|})] public sealed record {|KG0008:First|}(int Id);
        """);

    [Fact]
    public void Rejection_of_a_closed_generic_names_its_arguments()
    {
        var run = GeneratorRun.Of(
            new ProjectOptions { AssemblyName = "Rejected.Generics" },
            """
            [assembly: KafkaGen.KafkaContract(typeof(Rejected<object>), "a")]
            public sealed record Rejected<T>(System.Text.StringBuilder {|KG0201:Value|});
            """);
        LoadedProject.Of(run);
        Assert.Single(ContractRegistry.Rejections, rejection => rejection.Contract == "Rejected`1[System.Object]");
    }

    private static GeneratorRun With(GeneratorRun reference, string source) => GeneratorRun.Of(
        new ProjectOptions { References = [MetadataReference.CreateFromImage(LoadedProject.Emit(reference.Compilation))] }, source);
}
