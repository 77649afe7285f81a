using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Incremental;

/// <summary>
/// What other generators add to a contract is invisible to ours; the analyzer sees it and reports the difference. That a fingerprint is the same in
/// every process is shown where another one builds: BuildTests.
/// </summary>
public sealed class FingerprintTests
{
    [Theory]
    [InlineData("partial class Order { public int Added => 1; }")]
    [InlineData("partial class Leaf { public int Added => 1; }")]
    public void Member_that_another_generator_adds_is_an_error(string added) => GeneratorRun.Of(
        new ProjectOptions { AddedByOthers = [added] },
        """
        using KafkaGen;
        [KafkaTopic("a")] public partial class {|KG0010:Order|} { public int Id { get; set; } public Leaf? Leaf { get; set; } }
        public partial class Leaf { public int Id { get; set; } }
        [KafkaTopic("b")] public sealed record Untouched(int Id);
        """);

    [Fact]
    public void Member_that_another_generator_adds_but_that_is_not_written_is_fine() => GeneratorRun.Of(
        new ProjectOptions { AddedByOthers = ["partial class Order { internal int Added => 1; public static Order Parse(string text) => new(); }"] },
        """
        using KafkaGen;
        [KafkaTopic("a")] public partial class Order { public int Id { get; set; } }
        """);

    [Fact]
    public void Contract_that_another_generator_adds_is_an_error()
    {
        var run = GeneratorRun.Of(
            new ProjectOptions { AddedByOthers = ["[KafkaGen.KafkaTopic(\"b\")] partial class Order { }"] },
            "public partial class {|KG0010:Order|} { public int Id { get; set; } }");
        Assert.Contains("not at all", Assert.Single(run.Findings).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Id_whose_value_another_generator_adds_is_an_error() => GeneratorRun.Of(
        new ProjectOptions { AddedByOthers = ["partial struct OrderId { public System.Guid Value { get; } }"] },
        """
        using KafkaGen;
        public readonly partial struct OrderId { }
        [KafkaTopic("a")] public sealed record {|KG0010:Order|}([PartitionKey] OrderId Id);
        """);

    [Fact]
    public void Interface_that_another_generator_makes_a_producer_is_an_error()
    {
        var run = GeneratorRun.Of(
            new ProjectOptions { AddedByOthers = ["[KafkaGen.KafkaProducer] partial interface IEvents { }"] },
            """
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order(int Id);
            public partial interface {|KG0033:IEvents|} { System.Threading.Tasks.ValueTask Send(Order order); }
            [KafkaProducer] public interface IOther { System.Threading.Tasks.ValueTask Send(Order order); }
            """);
        Assert.Contains("not at all", Assert.Single(run.Findings).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Interface_to_which_another_generator_adds_a_method_is_an_error() => GeneratorRun.Of(
        new ProjectOptions
        {
            AddedByOthers = ["partial interface IEvents { System.Threading.Tasks.ValueTask SendAgain(Order order); }"],
            AllowedCompilerErrors = ["CS0535"],
        },
        """
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);
        [KafkaProducer] public partial interface {|KG0033:IEvents|} { System.Threading.Tasks.ValueTask Send(Order order); }
        """);

    [Fact]
    public void Method_with_a_body_that_another_generator_adds_is_fine() => GeneratorRun.Of(
        new ProjectOptions { AddedByOthers = ["partial interface IEvents { System.Threading.Tasks.ValueTask Twice(Order order) => Send(order); }"] },
        """
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);
        [KafkaProducer] public partial interface IEvents { System.Threading.Tasks.ValueTask Send(Order order); }
        """);
}
