using KafkaGen.GeneratorTests.Driving;

namespace KafkaGen.GeneratorTests;

/// <summary>What becomes the record's key.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData("string", "\"k\u00e9y\"", "6BC3A979")]
    [InlineData("byte", "7", "07")]
    [InlineData("short", "-2", "FFFE")]
    [InlineData("int", "258", "00000102")]
    [InlineData("int?", "258", "00000102")]
    [InlineData("long", "-1", "FFFFFFFFFFFFFFFF")]
    [InlineData("ulong", "1", "0000000000000001")]
    [InlineData("System.Guid", "System.Guid.Empty", "30303030303030302D303030302D303030302D303030302D303030303030303030303030")]
    [InlineData("Small", "Small.Minus", "FFFF")]
    [InlineData("byte[]", "new byte[] { 1, 2 }", "0102")]
    [InlineData("System.Memory<byte>", "new byte[] { 3 }", "03")]
    [InlineData("System.ReadOnlyMemory<byte>?", "new byte[] { 4 }", "04")]
    [InlineData("Id", "new Id(258)", "00000102")]
    [InlineData("Id?", "new Id(258)", "00000102")]
    [InlineData("Wrapped", "new Wrapped(new Id(258))", "00000102")]
    [InlineData("Code", "new Code(\"x\")", "78")]
    [InlineData("OpenField", "new OpenField { Text = \"x\" }", "78")]
    [InlineData("string?", "null", null)]
    [InlineData("int?", "null", null)]
    [InlineData("Id?", "null", null)]
    [InlineData("Code", "default", null)]
    [InlineData("byte[]?", "null", null)]
    public void Key_is_the_bytes_of_its_type(string type, string value, string? expected)
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            using KafkaGen;
            [KafkaTopic("a")] public sealed class Order { [PartitionKey, System.Text.Json.Serialization.JsonIgnore] public {{type}} Key { get; set; } = {{value}}; }
            public enum Small : short { Minus = -1 }
            public readonly record struct Id(int Value);
            public readonly record struct Wrapped(Id Inner);
            public readonly struct Code
            {
                private readonly string _code;
                public Code(string code) => _code = code;
                public string Value => _code;
                public int Length => _code.Length;
                public static Code None => default;
            }
            public struct OpenField { public string Text; }
            public static class Sample { public static object Create() => new Order(); }
            """)).Encode();
        Assert.Equal(expected, record.Key is null ? null : Convert.ToHexString(record.Key));
    }

    [Fact]
    public void Composite_key_joins_its_parts_by_order_then_declaration()
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of("""
            using System;
            using KafkaGen;
            public readonly record struct CustomerId(Guid Value);
            [KafkaTopic("a")]
            public sealed record Order(
                [PartitionKey(Order = 2)] int Line, [PartitionKey(Order = -1)] string Tenant, [PartitionKey(Order = 2)] CustomerId Customer, [PartitionKey] Kind Kind);
            public enum Kind { Normal = -7 }
            public static class Sample { public static object Create() => new Order(3, "a|b\\c", new CustomerId(Guid.Empty), Kind.Normal); }
            """)).Encode();
        Assert.Equal(@"a\|b\\c|-7|3|00000000-0000-0000-0000-000000000000", record.KeyText);
    }

    [Fact]
    public void Null_part_of_a_composite_key_throws_and_names_the_member()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order([PartitionKey] int Line, [PartitionKey] string Tenant);
            public static class Sample { public static object Create() => new Order(3, null!); }
            """));
        RecordEncodingException exception = Assert.Throws<RecordEncodingException>(project.Encode);
        Assert.Contains("'Tenant'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_composite_key_that_may_be_missing_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")]
        public sealed record Order([PartitionKey] int? {|KG0102:Line|}, [PartitionKey] byte[] {|KG0102:Raw|}, [PartitionKey] string Fine, [PartitionKey] Id {|KG0102:Id|});
        public readonly record struct Id(long? Value);
        """);

    [Theory]
    [InlineData("double")]
    [InlineData("bool")]
    [InlineData("decimal")]
    [InlineData("System.DateTime")]
    [InlineData("Point")]
    [InlineData("Nothing")]
    [InlineData("IdClass")]
    [InlineData("Endless")]
    [InlineData("int[]")]
    [InlineData("Ratio")]
    public void Types_that_are_no_key_are_an_error(string type) => GeneratorRun.Of(
        $$"""
        using KafkaGen;
        [KafkaTopic("a")] public sealed class Order { [PartitionKey, System.Text.Json.Serialization.JsonIgnore] public {{type}} {|KG0101:Key|} { get; set; } = default!; }
        public readonly record struct Point(int X, int Y);
        public readonly record struct Nothing();
        public sealed record IdClass(int Value);
        public struct Endless { public Endless Value => this; }
        public readonly record struct Ratio(double Value);
        """);

    [Fact]
    public void Members_that_cannot_be_read_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public sealed class A { [PartitionKey] private int {|KG0103:Key|} { get; set; } }
        [KafkaTopic("b")] public sealed class B { [PartitionKey] public static int {|KG0103:Key|} { get; set; } }
        [KafkaTopic("c")] public sealed class C { [PartitionKey] public int {|KG0103:Key|} { set { } } }
        [KafkaTopic("d")] public sealed class D { [PartitionKey] public int {|KG0103:this|}[int index] => index; }
        [KafkaTopic("e")] public sealed class E { public E([PartitionKey] int {|KG0103:key|}) { } }
        [KafkaTopic("f")] public sealed class F { [KafkaHeader("h")] private int {|KG0103:_key|} = 1; public int Get() => _key; }
        """);

    [Theory]
    [InlineData("public sealed record Order([property: PartitionKey] int Id);")]
    [InlineData("public sealed record Order([PartitionKey] int Id);")]
    [InlineData("public sealed record Order([field: PartitionKey] int Id);")]
    [InlineData("public readonly record struct Order([PartitionKey] int Id);")]
    [InlineData("public sealed record Order(int id) { [PartitionKey] internal int Id { get; } = id; }")]
    [InlineData("public sealed record Order(int id) { [PartitionKey] public readonly int Id = id; }")]
    [InlineData("public sealed record Order(int Id) : Base(Id); public record Base([PartitionKey] int Id);")]
    [InlineData("public sealed record Order([PartitionKey] int Id) : Base(Id); public record Base(int Id);")]
    [InlineData("public sealed class Order : Base { public Order(int id) => Id = id; public override int Id { get; } } public abstract class Base { [PartitionKey] public abstract int Id { get; } }")]
    [InlineData("public sealed class Order : Base { public Order(int id) => base.Id = id; public new string Id => \"\"; } public class Base { [PartitionKey] public int Id { get; set; } }")]
    [InlineData("public sealed class Order : Base { public Order(int id) => Id = id; [PartitionKey] public override int Id { get; } } public abstract class Base { [PartitionKey] public abstract int Id { get; } }")]
    public void Key_is_found_wherever_the_attribute_may_stand(string declaration)
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            using KafkaGen;
            [KafkaTopic("a")] {{declaration}}
            public static class Sample { public static object Create() => new Order(1); }
            """)).Encode();
        Assert.Equal([0, 0, 0, 1], record.Key);
    }
}
