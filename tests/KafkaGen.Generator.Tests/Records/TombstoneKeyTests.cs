using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Records;

/// <summary>A key that is given by itself, as tombstones have it: its type, and that its bytes are those of a message's key.</summary>
public sealed class TombstoneKeyTests
{
    private const string Types = """
        using System;
        using System.Buffers;
        using KafkaGen;
        public enum Small : short { Minus = -1 }
        public readonly record struct Id(int Value);
        public readonly record struct Wrapped(Id Inner);
        public readonly record struct Code(string Value);
        public readonly record struct PointKey(int X, string Name);
        public sealed record Money(int Cents);
        public sealed class MoneyKey : IRecordSerializer<Money>
        {
            public void Serialize(Money value, IBufferWriter<byte> output, in RecordContext context)
            {
                output.GetSpan(1)[0] = (byte)value.Cents;
                output.Advance(1);
            }
        }

        """;

    [Theory]
    [InlineData("string", "\"k\u00e9y\"")]
    [InlineData("string?", "\"\"")]
    [InlineData("byte", "7")]
    [InlineData("sbyte", "-7")]
    [InlineData("short", "-2")]
    [InlineData("ushort", "2")]
    [InlineData("int", "258")]
    [InlineData("int?", "258")]
    [InlineData("uint", "258")]
    [InlineData("long", "-1")]
    [InlineData("ulong", "1")]
    [InlineData("Guid", "new Guid(\"00112233-4455-6677-8899-aabbccddeeff\")")]
    [InlineData("Guid", "new Guid(\"00112233-4455-6677-8899-aabbccddeeff\")", "Encoding = KeyEncoding.BigEndian")]
    [InlineData("int", "258", "Encoding = KeyEncoding.Text")]
    [InlineData("Small", "Small.Minus")]
    [InlineData("Small?", "Small.Minus")]
    [InlineData("byte[]", "new byte[] { 1, 2 }")]
    [InlineData("byte[]?", "new byte[0]")]
    [InlineData("Memory<byte>", "new byte[] { 3 }")]
    [InlineData("ReadOnlyMemory<byte>?", "new byte[] { 4 }")]
    [InlineData("Id", "new Id(258)")]
    [InlineData("Id?", "new Id(258)")]
    [InlineData("Wrapped", "new Wrapped(new Id(258))")]
    [InlineData("Code", "new Code(\"x\")")]
    [InlineData("PointKey", "new PointKey(3, \"a|b\")")]
    [InlineData("PointKey?", "new PointKey(3, \"a|b\")")]
    public void Key_has_the_bytes_of_a_messages_key(string type, string value, string argument = "Order = 0")
    {
        var project = LoadedProject.Of(GeneratorRun.Of(Types +
            $$"""
            [KafkaTopic("a")] public sealed class Order
            {
                [PartitionKey({{argument}}), System.Text.Json.Serialization.JsonIgnore] public {{type}} Key { get; set; } = {{value}};
                public int Number { get; set; }
            }
            public static class Sample { public static object Create() => new Order(); public static object Key() { {{type}} key = {{value}}; return key; } }
            """));
        byte[] expected = Assert.IsType<byte[]>(project.Encode().Key);
        Assert.Equal(expected, project.EncodeKey("Order"));
    }

    [Fact]
    public void Key_of_several_members_is_a_tuple_in_the_keys_sequence()
    {
        var project = LoadedProject.Of(GeneratorRun.Of(Types + """
            [KafkaTopic("a")] public sealed record Order(
                [PartitionKey(Order = 3)] int Line, [PartitionKey(Order = 1)] string Tenant, [PartitionKey(Order = 2)] PointKey Point, Small Other);
            public static class Sample
            {
                public static object Create() => new Order(7, "t|1", new PointKey(3, "p"), Small.Minus);
                public static object Key() => ("t|1", new PointKey(3, "p"), 7);
            }
            """));
        Assert.Equal(@"t\|1|3|p|7", project.Encode().KeyText);
        Assert.Equal(project.Encode().Key, project.EncodeKey("Order"));
    }

    [Fact]
    public void Key_of_more_members_than_a_tuple_has_items_works()
    {
        var project = LoadedProject.Of(GeneratorRun.Of(Types + """
            [KafkaTopic("a")] public sealed record Order(
                [PartitionKey(Order = 1)] int A, [PartitionKey(Order = 2)] int B, [PartitionKey(Order = 3)] int C, [PartitionKey(Order = 4)] int D,
                [PartitionKey(Order = 5)] int E, [PartitionKey(Order = 6)] int F, [PartitionKey(Order = 7)] int G, [PartitionKey(Order = 8)] string H,
                [PartitionKey(Order = 9)] Guid I);
            public static class Sample
            {
                public static object Create() => new Order(1, 2, 3, 4, 5, 6, 7, "8", Guid.Empty);
                public static object Key() => (1, 2, 3, 4, 5, 6, 7, "8", Guid.Empty);
            }
            """));
        Assert.Equal("1|2|3|4|5|6|7|8|00000000-0000-0000-0000-000000000000", project.Encode().KeyText);
        Assert.Equal(project.Encode().Key, project.EncodeKey("Order"));
    }

    [Theory]
    [InlineData("Key = \"Payload.Id\"", "258", "00000102")]
    [InlineData("Key = \"Payload.Name\"", "\"n\"", "6E")]
    [InlineData("Key = \"Payload.Name,Number\"", "(\"n\", 3)", "6E7C33")]
    public void Key_of_a_path_has_the_type_at_its_end(string argument, string key, string expected)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            [assembly: KafkaGen.KafkaContract(typeof(Envelope<Item>), "a", Name = "Path", {{argument}})]
            public sealed record Envelope<T>(T? Payload, int Number);
            public sealed record Item(int Id, string Name);
            public static class Sample { public static object Create() => new Envelope<Item>(new Item(258, "n"), 3); public static object Key() => {{key}}; }
            """));
        Assert.Equal(expected, Convert.ToHexString(project.Encode().Key!));
        Assert.Equal(expected, Convert.ToHexString(project.EncodeKey(project.Samples().Single().GetType().FullName!)!));
    }

    [Theory]
    [InlineData("Money")]
    [InlineData("Money?")]
    public void Key_of_a_serializer_has_the_type_that_it_takes(string type)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(Types +
            $$"""
            [KafkaTopic("a", KeySerializer = typeof(MoneyKey))] public sealed record Order([PartitionKey] {{type}} Price);
            public static class Sample { public static object Create() => new Order(new Money(5)); public static object Key() => new Money(5); }
            """));
        Assert.Equal([5], project.Encode().Key);
        Assert.Equal([5], project.EncodeKey("Order"));
    }

    [Fact]
    public void Id_without_a_value_inside_is_no_key()
    {
        var project = LoadedProject.Of(GeneratorRun.Of(Types + """
            [KafkaTopic("a")] public sealed record Order([PartitionKey] Code Code);
            public static class Sample { public static object Create() => new Order(default); public static object Key() => default(Code); }
            """));
        Assert.Null(project.Encode().Key);
        Assert.Null(project.EncodeKey("Order"));
    }

    [Fact]
    public void Message_may_be_its_own_keys_type()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            using System.Buffers;
            using KafkaGen;
            public sealed class ByName : IRecordSerializer<Node>
            {
                public void Serialize(Node value, IBufferWriter<byte> output, in RecordContext context) => output.Write(System.Text.Encoding.UTF8.GetBytes(value.Name));
            }
            [KafkaTopic("a", KeySerializer = typeof(ByName))]
            public sealed record Node(string Name, [property: System.Text.Json.Serialization.JsonIgnore] [PartitionKey] Node? Parent);
            public static class Sample { public static object Create() => new Node("n", new Node("p", null)); public static object Key() => new Node("p", null); }
            """));
        Assert.Equal("p", project.Encode().KeyText);
        Assert.Equal("p"u8, project.EncodeKey("Node")!);
    }

    [Fact]
    public void Contract_without_a_key_is_none_with_a_key() => Assert.IsNotAssignableFrom<KafkaContract<int, object>>(LoadedProject.Of(GeneratorRun.Of("""
        [KafkaGen.KafkaTopic("a")] public sealed record Order(int Id);
        """)).Contract("Order"));
}
