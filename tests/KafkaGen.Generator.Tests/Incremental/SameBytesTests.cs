using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Incremental;

/// <summary>The same declarations give the same bytes, wherever they are built.</summary>
public sealed class SameBytesTests
{
    private const string Orders = """
        using KafkaGen;
        namespace Shop;
        [KafkaTopic("orders"), Compression(CompressionCodec.Zstd)]
        public sealed record Order([PartitionKey] int Id, [KafkaHeader("tenant")] string? Tenant, Line[] Lines);
        public sealed record Line(string Sku, decimal Price);
        """;

    private const string Other = """
        namespace Shop;
        [KafkaGen.KafkaTopic("other")] public sealed record Other(Line Line);
        """;

    [Fact]
    [Trait("Speed", "Slow")]
    public void Order_of_the_files_does_not_matter() => Assert.Equal(Generate(Orders, Other), Generate(Other, Orders));

    [Fact]
    public void Line_ends_of_the_sources_do_not_matter()
    {
        SortedDictionary<string, string> files = Generate(Orders.ReplaceLineEndings("\n"), Other.ReplaceLineEndings("\n"));
        Assert.Equal(files, Generate(Orders.ReplaceLineEndings("\r\n"), Other.ReplaceLineEndings("\r\n")));
        Assert.All(files.Values, text => Assert.DoesNotContain('\r', text));
    }

    private static SortedDictionary<string, string> Generate(params string[] sources)
    {
        var files = new SortedDictionary<string, string>(GeneratorRun.Of(sources).Files.ToDictionary(), StringComparer.Ordinal);
        Assert.NotEmpty(files);
        return files;
    }
}
