using System.Globalization;
using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>What other generators fell over.</summary>
public sealed class TrapTests
{
    [Fact]
    public void Attribute_on_one_part_of_a_partial_type() => JsonParity.AssertSame(
        """
        using KafkaGen;
        [KafkaTopic("a")] public sealed partial class Order { public int A => 1; }
        """,
        """
        public sealed partial class Order { [KafkaGen.PartitionKey] public int B => 2; }
        public static class Sample { public static object Create() => new Order(); }
        """);

    [Fact]
    public void Attribute_on_two_parts_of_a_partial_type_leaves_the_other_contracts_alone()
    {
        var run = GeneratorRun.Of(
            """
            using KafkaGen;
            [KafkaTopic("a")] public sealed partial class {|KG0011:Order|} { public int A => 1; }
            [KafkaTopic("b")] public sealed partial class Order { public int B => 1; }
            [KafkaTopic("c")] public sealed record Other(int Id);
            """);
        Assert.Contains("Other.g.cs", run.Files.Keys);
    }

    [Fact]
    public void Names_that_differ_only_in_case_get_files_of_their_own()
    {
        var run = GeneratorRun.Of("""
            using KafkaGen;
            namespace Shop { [KafkaTopic("a")] public sealed record Orders(Line Line); public sealed record Line(int Id); public sealed record LINE(int Id); }
            namespace SHOP { [KafkaTopic("b")] public sealed record Orders2(Shop.LINE Line); [KafkaTopic("c")] public sealed record Orders3(int Id); }
            namespace shop { [KafkaTopic("d")] public sealed record Orders4(int Id); }
            """);
        Assert.Equal(run.Files.Count, run.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("Shop.Line-2.Json.g.cs", run.Files.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Value_types_of_one_simple_name_get_encoders_of_their_own() => JsonParity.AssertSame("""
        using KafkaGen;
        namespace A { public sealed record Line(int X); public static class B { public sealed record Line(int Y); } }
        namespace A_B { public sealed record Line(int Z); }
        namespace A._B { public sealed record Line(int V); }
        namespace A_.B { public sealed record Line(int W); }
        [KafkaTopic("a")] public sealed record Order(A.Line One, A.B.Line Two, A_B.Line Three, A._B.Line Four, A_.B.Line Five);
        public static class Sample { public static object Create() => new Order(new(1), new(2), new(3), new(4), new(5)); }
        """);

    [Fact]
    public void Keywords_and_unicode_as_identifiers()
    {
        WrittenRecord record = JsonParity.AssertSame("""
            using KafkaGen;
            namespace @namespace.Größe.数量
            {
                [KafkaTopic("a")]
                public sealed record @class([PartitionKey] @struct @int, [KafkaHeader("h")] string @string, [KafkaTimestamp] long @long, [KafkaPartition] int ünï, @enum[] @params);
                public readonly record struct @struct(string @new);
                public enum @enum : byte { @null = 3 }
            }
            public static class Sample
            {
                public static object Create() => new @namespace.Größe.数量.@class(new("k"), "v", 5, 6, new[] { @namespace.Größe.数量.@enum.@null });
            }
            """).Single();
        Assert.Equal("k", record.KeyText);
        Assert.Equal(["h=v"], record.Headers);
        Assert.Equal(5, record.Timestamp);
        Assert.Equal(6, record.Partition);
    }

    [Fact]
    public void Properties_named_like_locals_of_generated_code()
    {
        WrittenRecord record = JsonParity.AssertSame("""
            using System.Text.Json.Serialization;
            using KafkaGen;
            [KafkaTopic("a")]
            public sealed record Order(
                [PartitionKey] string? key0, [PartitionKey(Order = 1)] string output, [KafkaHeader("h")] string? header0, [KafkaHeader("i")] string message, int value, int? member4,
                [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? separate, [KafkaTimestamp] System.DateTime? timestamp, int?[] item);
            public static class Sample { public static object Create() => new Order("a", "b", "c", "d", 1, 2, 3, System.DateTime.UnixEpoch, new int?[] { 1, null }); }
            """).Single();
        Assert.Equal("a|b", record.KeyText);
    }

    [Fact]
    public void Namespaces_of_the_user_named_like_the_frameworks() => JsonParity.AssertSame("""
        using KafkaGenAlias = KafkaGen;
        namespace Shop.System { public sealed class DateTimeOffset { } public sealed class String { } }
        namespace Shop.KafkaGen { public sealed class Contracts { } public sealed class RecordBuffer { } }
        namespace Shop.KafkaGen.System
        {
            [KafkaGenAlias::KafkaTopic("a")]
            public sealed record Order([KafkaGenAlias::KafkaTimestamp] global::System.DateTimeOffset At, global::System.Collections.Generic.List<int> Lines);
        }
        namespace KafkaGen.Generated.System { public sealed class Collections { } }
        namespace KafkaGen.System { public sealed class Nothing { } }
        public static class Sample { public static object Create() => new Shop.KafkaGen.System.Order(global::System.DateTimeOffset.UnixEpoch, new() { 1 }); }
        """);

    [Fact]
    public void Nested_and_global_types() => JsonParity.AssertSame("""
        using KafkaGen;
        public class Outer
        {
            [KafkaTopic("a")] internal sealed record Inner(Part Part, Deeper.Leaf Leaf);
            internal sealed record Part(int Id);
            internal static class Deeper { internal struct Leaf { public int Id { get; set; } } }
        }
        public class Sample { public static object Create() => new Outer.Inner(new(1), new() { Id = 2 }); }
        """);

    [Fact]
    public void Struct_contracts_with_getters_that_are_not_readonly() => JsonParity.AssertSame("""
        using KafkaGen;
        [KafkaTopic("a")]
        public struct Order
        {
            private int _reads;
            [PartitionKey] public string Id { get; set; }
            [KafkaTimestamp] public long At { get { return 1; } }
            public int Reads { get { return ++_reads; } }
            public Inner Inner { get { return new Inner(); } }
        }
        public struct Inner { public int A { get { return 3; } } public readonly int B => 4; }
        public static class Sample { public static object Create() => new Order { Id = "x" }; }
        """);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Obsolete_types_and_members_do_not_warn_in_generated_code() => GeneratorRun.Of("""
        using System;
        using KafkaGen;
        #pragma warning disable CS0612, CS0618
        [Obsolete, KafkaTopic("a")] public sealed record Order([property: Obsolete("gone")] int Id, Old Old);
        [Obsolete("old")] public sealed record Old(int Id);
        """);

    [Fact]
    public void Nullability_of_type_arguments_does_not_warn() => GeneratorRun.Of("""
        using System.Collections.Generic;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(List<string?> A, List<string> B, Dictionary<string, List<string?>?> C, Box<string?> D, Box<string> E);
        public sealed record Box<T>(T Content);
        """);

    [Fact]
    public void Code_without_nullable_annotations_is_fine() => GeneratorRun.Of(
        new ProjectOptions { Nullable = NullableContextOptions.Disable },
        """
        using System.Collections.Generic;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order([PartitionKey] string A, [KafkaHeader("b")] string B, List<string> C, Order D);
        """);

    [Fact]
    public void Output_is_the_same_in_every_culture()
    {
        const string Source = """
            using System.Text.Json.Serialization;
            using KafkaGen;
            [KafkaTopic("a"), Compression(CompressionCodec.Gzip, Level = 5)]
            public sealed record Order([PartitionKey(Order = -3)] int A, [PartitionKey] Kind B, [property: JsonPropertyOrder(-2)] int ID);
            public enum Kind { Low = -1 }
            """;
        IReadOnlyDictionary<string, string> invariant = GeneratorRun.Of(Source).Files;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string minus in new[] { "\u2212", "~" })
            {
                var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
                culture.NumberFormat.NegativeSign = minus;
                culture.TextInfo.ListSeparator = ";";
                CultureInfo.CurrentCulture = culture;
                Assert.Equal(invariant, GeneratorRun.Of(Source).Files);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_line_ends_with_a_line_feed_alone()
    {
        foreach (string text in GeneratorRun.Of("[KafkaGen.KafkaTopic(\"a\")] public sealed record Order(int[] Id);").Files.Values)
        {
            Assert.DoesNotContain('\r', text);
            Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compiler_error_in_one_contract_leaves_the_others_alone()
    {
        var run = GeneratorRun.Of(
            new ProjectOptions { AllowedCompilerErrors = ["CS0246", "CS1061", "CS0103"] },
            """
            using KafkaGen;
            using System.Collections.Generic;
            [KafkaTopic("a")] public sealed record Broken(Missing Member);
            [KafkaTopic("b")] public sealed record BrokenList(List<Missing> Members, [PartitionKey] Missing Key);
            [KafkaTopic("c")] public sealed class BrokenBase : Missing { }
            [KafkaTopic("d")] public sealed record BrokenNested(Leaf Leaf);
            [KafkaTopic("e")] public sealed record BrokenBody(int Id) { public int Bad => Id.Nothing; }
            [KafkaTopic(Nowhere)] public sealed record BrokenTopic(int Id);
            [KafkaTopic("f"), KafkaHeader(Nowhere, "x")] public sealed record BrokenHeader(int Id);
            [KafkaTopic("g")] public sealed record Fine(int Id);
            public sealed record Leaf(Missing? Member);
            """);
        Assert.Contains("Fine.g.cs", run.Files.Keys);
        Assert.Contains("BrokenBody.g.cs", run.Files.Keys);
        Assert.DoesNotContain("Broken.g.cs", run.Files.Keys);
        Assert.DoesNotContain("Reject", run.Files["ContractList.g.cs"], StringComparison.Ordinal);
    }
}
