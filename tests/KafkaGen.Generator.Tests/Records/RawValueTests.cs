using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Records;

/// <summary>Records whose value is a member as it is.</summary>
public sealed class RawValueTests
{
    [Theory]
    [InlineData("byte[]", "new byte[] { 65, 34 }", "A\"")]
    [InlineData("byte[]?", "new byte[] { 65 }", "A")]
    [InlineData("byte[]", "new byte[0]", "")]
    [InlineData("ReadOnlyMemory<byte>", "new byte[] { 66 }", "B")]
    [InlineData("ReadOnlyMemory<byte>?", "new byte[] { 66 }", "B")]
    [InlineData("ReadOnlyMemory<byte>", "default", "")]
    [InlineData("Memory<byte>", "new byte[] { 67 }", "C")]
    [InlineData("string", "\"tÿxt\\\"\"", "tÿxt\"")]
    [InlineData("string", "\"\"", "")]
    public void Value_is_the_member_as_it_is(string type, string value, string expected)
    {
        WrittenRecord record = LoadedProject.Of(Project(type, value)).Encode();
        Assert.Equal(expected, record.Value);
        Assert.Equal("k", record.KeyText);
        Assert.Equal(["kind=7"], record.Headers);
    }

    [Theory]
    [InlineData("byte[]", "null!")]
    [InlineData("string?", "null")]
    [InlineData("Memory<byte>?", "null")]
    public void Null_is_refused_and_names_the_member(string type, string value)
    {
        var project = LoadedProject.Of(Project(type, value));
        Assert.Contains("'Payload'", Assert.Throws<RecordEncodingException>(project.Encode).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_beside_the_value_need_no_json() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Image([KafkaValue] byte[] Bytes, object Anything, System.Type Type);
        """);

    [Fact]
    public void Wrong_raw_values_are_errors() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public sealed record A([KafkaValue] int {|KG0110:Value|});
        [KafkaTopic("b")] public sealed record B([KafkaValue] byte[] First, [KafkaValue] string {|KG0108:Second|});
        [KafkaTopic("c")] public sealed class C { [KafkaValue] private byte[] {|KG0103:Hidden|} { get; set; } = new byte[0]; }
        [KafkaTopic("d", {|KG0017:Serializer = typeof(Raw)|})] public sealed record D([KafkaValue] byte[] Bytes);
        public sealed class Raw : IRecordSerializer<D>
        {
            public void Serialize(D value, System.Buffers.IBufferWriter<byte> output, in RecordContext context) { }
        }
        """);

    private static GeneratorRun Project(string type, string value) => GeneratorRun.Of(
        $$"""
        using System;
        using KafkaGen;
        [KafkaTopic("raw")]
        public sealed record Image([PartitionKey] string Id, [KafkaHeader("kind")] int Kind, [KafkaValue] {{type}} Payload, object Ignored);
        public static class Sample { public static object Create() => new Image("k", 7, {{value}}, new object()); }
        """);
}
