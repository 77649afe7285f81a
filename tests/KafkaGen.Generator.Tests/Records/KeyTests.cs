using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Records;

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
            #pragma warning disable KG0220 // only the key is of interest
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
    public void Composite_key_joins_its_parts_by_order()
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of("""
            using System;
            using KafkaGen;
            public readonly record struct CustomerId(Guid Value);
            [KafkaTopic("a")]
            public sealed record Order(
                [PartitionKey(Order = 2)] int Line, [PartitionKey(Order = -1)] string Tenant, [PartitionKey(Order = 3)] CustomerId Customer, [PartitionKey] Kind Kind);
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
            [KafkaTopic("a")] public sealed record Order([PartitionKey] int Line, [PartitionKey(Order = 1)] string Tenant);
            public static class Sample { public static object Create() => new Order(3, null!); }
            """));
        RecordEncodingException exception = Assert.Throws<RecordEncodingException>(project.Encode);
        Assert.Contains("'Tenant'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_composite_key_that_may_be_missing_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")]
        public sealed record Order(
            [PartitionKey] int? {|KG0102:Line|}, [PartitionKey(Order = 1)] byte[] {|KG0102:Raw|}, [PartitionKey(Order = 2)] string Fine,
            [PartitionKey(Order = 3)] Id {|KG0102:Id|}, [PartitionKey(Order = 4)] Pair? {|KG0102:Pair|});
        public readonly record struct Pair(int First, int Second);
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
    [InlineData("object")]
    [InlineData("System.Collections.Generic.List<string>")]
    [InlineData("System.Half")]
    [InlineData("Ratio")]
    public void Types_that_are_no_key_are_an_error(string type) => GeneratorRun.Of(
        $$"""
        using KafkaGen;
        [KafkaTopic("a")] public sealed class Order { [PartitionKey, System.Text.Json.Serialization.JsonIgnore] public {{type}} {|KG0101:Key|} { get; set; } = default!; }
        public readonly record struct Point(int X, double Y);
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

    [Theory]
    [InlineData("PointKey", "new PointKey(3, \"a|b\")", "3|a\\|b")]
    [InlineData("PointKey?", "new PointKey(3, \"a\")", "3|a")]
    [InlineData("PointKey?", "null", null)]
    [InlineData("Deep", "new Deep(new Id(1), new PointKey(2, \"c\"))", "1|2|c")]
    public void Struct_with_several_values_is_a_composite_key(string type, string value, string? expected)
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order([property: System.Text.Json.Serialization.JsonIgnore] [PartitionKey] {{type}} Key, int Total);
            public readonly record struct PointKey(int X, string Name) { public bool IsOrigin => X == 0; public static PointKey Zero => default; }
            public readonly record struct Id(long Value);
            public readonly struct Deep
            {
                public readonly Id Id;
                public Deep(Id id, PointKey point) { Id = id; Point = point; }
                public PointKey Point { get; }
            }
            public static class Sample { public static object Create() => new Order({{value}}, 1); }
            """)).Encode();
        Assert.Equal(expected, record.KeyText);
    }

    [Fact]
    public void Missing_value_of_a_struct_key_throws_and_names_it()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            #pragma warning disable KG0220
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order([property: System.Text.Json.Serialization.JsonIgnore] [PartitionKey] PointKey Key);
            public readonly record struct PointKey(int X, string Name);
            public static class Sample { public static object Create() => new Order(default); }
            """));
        Assert.Contains("'Key.Name'", Assert.Throws<RecordEncodingException>(project.Encode).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Text", "int", "-258", "2D323538")]
    [InlineData("Text", "long?", "7", "37")]
    [InlineData("Text", "Small", "Small.Minus", "2D31")]
    [InlineData("Text", "Id", "new Id(12)", "3132")]
    [InlineData("Text", "string", "\"x|y\"", "787C79")]
    [InlineData("Text", "System.Guid", "System.Guid.Empty", "30303030303030302D303030302D303030302D303030302D303030303030303030303030")]
    [InlineData("BigEndian", "System.Guid", "new System.Guid(\"00112233-4455-6677-8899-aabbccddeeff\")", "00112233445566778899AABBCCDDEEFF")]
    [InlineData("BigEndian", "int", "258", "00000102")]
    [InlineData("Java", "int", "258", "00000102")]
    public void Key_is_encoded_as_asked(string encoding, string type, string value, string expected)
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            #pragma warning disable KG0220
            using KafkaGen;
            [KafkaTopic("a")]
            public sealed record Order([property: System.Text.Json.Serialization.JsonIgnore] [PartitionKey(Encoding = KeyEncoding.{{encoding}})] {{type}} Key);
            public enum Small : short { Minus = -1 }
            public readonly record struct Id(int Value);
            public static class Sample { public static object Create() => new Order({{value}}); }
            """)).Encode();
        Assert.Equal(expected, Convert.ToHexString(record.Key!));
    }

    [Fact]
    public void Encodings_that_a_type_does_not_have_are_errors() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public sealed record A([PartitionKey(Encoding = KeyEncoding.BigEndian)] string {|KG0112:Id|});
        [KafkaTopic("b")] public sealed record B([PartitionKey(Encoding = KeyEncoding.Text)] byte[] {|KG0112:Id|});
        [KafkaTopic("c")] public sealed record C([PartitionKey(Order = 1, Encoding = KeyEncoding.BigEndian)] int {|KG0112:Id|}, [PartitionKey(Order = 2, Encoding = KeyEncoding.Text)] int Fine);
        [KafkaTopic("d")] public sealed record D([PartitionKey(Encoding = (KeyEncoding)9)] int {|KG0112:Id|});
        """);

    [Fact]
    public void Parts_of_equal_order_are_an_error() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public sealed record A([PartitionKey] int First, [PartitionKey] string {|KG0111:Second|}, [PartitionKey(Order = 1)] int Third);
        [KafkaTopic("b")] public sealed record B([PartitionKey(Order = 2)] int First, [PartitionKey(Order = 1)] string Second);
        """);
}
