using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>Which types can be contracts, and what the contract says as a whole.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Topic_name_codec_and_level_are_those_of_the_attributes()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            using KafkaGen;
            [KafkaTopic("orders.created"), Compression(CompressionCodec.Lz4, Level = 12)]
            public sealed record ContractOfAttributes(int Id);
            """));
        KafkaContract contract = project.Contract("ContractOfAttributes");
        Assert.Equal("orders.created", contract.Topic);
        Assert.Equal("ContractOfAttributes", contract.Name);
        Assert.Equal(CompressionCodec.Lz4, contract.Codec);
        Assert.Equal(12, contract.CompressionLevel);
        Assert.Equal(ContractParts.None, contract.Parts);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a b\"")]
    [InlineData("\".\"")]
    [InlineData("\"..\"")]
    [InlineData("\"größe\"")]
    [InlineData("null!")]
    public void Illegal_topic_name_is_an_error(string topic) => GeneratorRun.Of(
        $$"""
        using KafkaGen;
        [KafkaTopic({|KG0001:{{topic}}|})] public sealed record Order(int Id);
        """);

    [Fact]
    public void Topic_name_ends_at_249_characters() => GeneratorRun.Of(
        $$"""
        using KafkaGen;
        [KafkaTopic("{{new string('a', 249)}}")] public sealed record Fits(int Id);
        [KafkaTopic({|KG0001:"{{new string('a', 250)}}"|})] public sealed record TooLong(int Id);
        """);

    [Fact]
    public void Open_generic_types_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public sealed record {|KG0002:Envelope|}<T>(T Payload);
        public static class Outer<T> { [KafkaTopic("b")] public sealed record {|KG0002:Inner|}(int Id); }
        """);

    [Fact]
    public void Types_that_generated_code_cannot_name_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] file sealed record {|KG0003:Local|}(int Id);
        public class Outer
        {
            [KafkaTopic("b")] private sealed record {|KG0003:Hidden|}(int Id);
            [KafkaTopic("c")] protected sealed record {|KG0003:Shielded|}(int Id);
            [KafkaTopic("d")] protected internal sealed record Seen(int Id);
            private class Middle { [KafkaTopic("e")] public sealed record {|KG0003:Deep|}(int Id); }
        }
        """);

    [Fact]
    public void Kinds_that_cannot_be_instantiated_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public static class {|KG0004:Fixed|} { }
        [KafkaTopic("b")] public abstract record {|KG0004:Base|}(int Id);
        [KafkaTopic("c")] public ref struct {|KG0004:Stack|} { public int Id { get; set; } }
        """);

    [Fact]
    public void Interface_with_the_attribute_is_the_compilers_error_and_ours() => GeneratorRun.Of(
        new ProjectOptions { AllowedCompilerErrors = ["CS0592"] },
        """
        using KafkaGen;
        [KafkaTopic("a")] public interface {|KG0004:IOrder|} { int Id { get; } }
        """);

    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    public void Older_language_version_is_an_error_that_says_so(LanguageVersion language)
    {
        var run = GeneratorRun.Of(
            new ProjectOptions { Language = language },
            """
            using KafkaGen;
            [KafkaTopic("a")] public sealed record {|KG0005:Order|}(int Id);
            """);
        Assert.Contains("C# 11", Assert.Single(run.Findings).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_contracts_of_one_simple_name_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        namespace A { [KafkaTopic("a")] public sealed record {|KG0006:Order|}(int Id); }
        namespace B { [KafkaTopic("b")] public sealed record {|KG0006:Order|}(int Id); }
        namespace C { [KafkaTopic("c")] public sealed record Other(int Id); }
        """);

    [Fact]
    public void Two_contracts_of_one_topic_with_different_compression_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a"), Compression(CompressionCodec.Zstd)] public sealed record {|KG0007:First|}(int Id);
        [KafkaTopic("a"), Compression(CompressionCodec.Zstd, Level = 3)] public sealed record {|KG0007:Second|}(int Id);
        [KafkaTopic("b"), Compression(CompressionCodec.Gzip)] public sealed record Third(int Id);
        [KafkaTopic("b"), Compression(CompressionCodec.Gzip)] public sealed record Fourth(int Id);
        """);

    [Theory]
    [InlineData("CompressionCodec.Gzip", 0)]
    [InlineData("CompressionCodec.Gzip", 10)]
    [InlineData("CompressionCodec.Lz4", 13)]
    [InlineData("CompressionCodec.Zstd", 13)]
    [InlineData("CompressionCodec.Zstd", -2)]
    [InlineData("CompressionCodec.None", 1)]
    [InlineData("CompressionCodec.Snappy", 1)]
    [InlineData("(CompressionCodec)9", 1)]
    public void Level_that_the_codec_does_not_have_is_an_error(string codec, int level) => GeneratorRun.Of(
        $$"""
        using KafkaGen;
        [KafkaTopic("a"), Compression({{codec}}, {|KG0008:Level = {{level}}|})] public sealed record Order(int Id);
        """);

    [Fact]
    public void Type_derived_from_a_contract_gets_a_warning() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public record Order(int Id);
        public record {|KG0009:RushOrder|}(int Id, int Hours) : Order(Id);
        [KafkaTopic("b")] public record ReturnOrder(int Id, int Reason) : Order(Id);
        """);

    [Fact]
    public void Diagnostic_is_silenced_by_a_pragma() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public record Order(int Id);
        #pragma warning disable KG0009
        public record RushOrder(int Id, int Hours) : Order(Id);
        """);
}
