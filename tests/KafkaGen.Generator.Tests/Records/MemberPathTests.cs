using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Records;

/// <summary>How messages name the member that cannot be written: by the way to it from the contract.</summary>
public sealed class MemberPathTests
{
    [Theory]
    [InlineData("System.Threading.Thread {|KG0201:Bad|}", "Shop.Order.Bad")]
    [InlineData("List<System.Threading.Thread> {|KG0201:Bad|}", "Shop.Order.Bad[]")]
    [InlineData("Dictionary<string, System.Threading.Thread[]>? {|KG0201:Bad|}", "Shop.Order.Bad[][]")]
    public void Member_of_the_contract(string member, string path) => AssertNamed(
        path, $"[KafkaTopic(\"a\")] public sealed record Order(int Id, {member});");

    [Fact]
    public void Member_of_the_elements_of_a_list() => AssertNamed("Shop.Order.Lines[].Discount", """
        [KafkaTopic("a")] public sealed record Order(int Id, List<Line> Lines);
        public sealed record Line(int Sku, System.Threading.Thread {|KG0201:Discount|});
        """);

    [Fact]
    public void Member_that_a_base_declares() => AssertNamed("Shop.Order.Lines[].Discount", """
        [KafkaTopic("a")] public sealed record Order(Line?[] Lines);
        public sealed record Line(int Sku, System.Threading.Thread Discount) : Base(Discount);
        public record Base(System.Threading.Thread {|KG0201:Discount|});
        """);

    [Fact]
    public void Member_of_a_derived_type_that_a_base_lists() => AssertNamed("Shop.Order.Shape.Radius", """
        [KafkaTopic("a")] public sealed record Order(Shape Shape);
        [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), "circle")] public abstract record Shape;
        public sealed record Circle(System.Threading.Thread {|KG0201:Radius|}) : Shape;
        """);

    [Fact]
    public void Member_that_several_contracts_reach_is_reported_once() => AssertNamed(null, """
        [KafkaTopic("a")] public sealed record Order(int Id, Line Line, Line[] Lines);
        [KafkaTopic("b")] public sealed record Invoice(int Id, List<Line> Items);
        public sealed record Line(int Sku, System.Threading.Thread {|KG0201:Discount|});
        """);

    [Fact]
    public void Every_contract_that_reaches_it_is_rejected_by_its_own_way()
    {
        string list = AssertNamed(null, """
            [KafkaTopic("a")] public sealed record Order(int Id, Line Line);
            [KafkaTopic("b")] public sealed record Invoice(int Id, List<Line> Items);
            public sealed record Line(int Sku, System.Threading.Thread {|KG0201:Discount|});
            """).Files["ContractList.g.cs"];
        Assert.Contains("Reject(\"Shop.Order\", \"KG0201\", \"'Shop.Order.Line.Discount'", list, StringComparison.Ordinal);
        Assert.Contains("Reject(\"Shop.Invoice\", \"KG0201\", \"'Shop.Invoice.Items[].Discount'", list, StringComparison.Ordinal);
    }

    private static GeneratorRun AssertNamed(string? path, string source)
    {
        var run = GeneratorRun.Of("using System.Collections.Generic; using KafkaGen; namespace Shop;\n" + source);
        string text = Assert.Single(run.Findings).GetMessage();
        Assert.Contains(path is null ? ".Discount'" : $"'{path}'", text, StringComparison.Ordinal);
        return run;
    }
}
