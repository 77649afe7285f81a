using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Records;

/// <summary>Headers, timestamp and partition.</summary>
public sealed class RecordPartTests
{
    [Fact]
    public void Headers_are_the_constant_ones_then_the_members()
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of("""
            using System;
            using KafkaGen;
            [KafkaTopic("a"), KafkaHeader("type", "tÿpe\"\\\n"), KafkaHeader("none", "")]
            public sealed record Order(
                [KafkaHeader("text")] string Text, [KafkaHeader("null")] string? Null, [KafkaHeader("number"), KafkaHeader("again")] int Number,
                [KafkaHeader("maybe")] int? Maybe, [KafkaHeader("absent")] Guid? Absent, [KafkaHeader("kind")] Kind Kind,
                [KafkaHeader("bytes")] byte[] Bytes, [KafkaHeader("memory")] ReadOnlyMemory<byte>? Memory, [KafkaHeader("at")] DateTimeOffset At,
                [KafkaHeader("yes")] bool Yes);
            public enum Kind : sbyte { Low = -3 }
            public static class Sample
            {
                public static object Create() => new Order(
                    "a\"b", null, 7, 8, null, Kind.Low, new byte[] { 65 }, new byte[] { 66 }, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), true);
            }
            """)).Encode();
        Assert.Equal(
            [
                "type=tÿpe\"\\\n", "none=", "text=a\"b", "number=7", "again=7", "maybe=8", "kind=-3", "bytes=A", "memory=B",
                "at=2026-01-02T03:04:05+00:00", "yes=true",
            ],
            record.Headers);
    }

    [Theory]
    [InlineData("Dictionary<string, string>", "new() { [\"a\"] = \"ä\", [\"b\"] = \"\" }", "a=ä", "b=")]
    [InlineData("IReadOnlyDictionary<string, string?>?", "new Dictionary<string, string?> { [\"a\"] = null, [\"b\"] = \"2\" }", "b=2")]
    [InlineData("IReadOnlyDictionary<string, string?>?", "null")]
    [InlineData("List<KeyValuePair<string, byte[]>>", "new() { new(\"a\", new byte[] { 65 }), new(\"a\", new byte[] { 66 }) }", "a=A", "a=B")]
    [InlineData("RecordHeader[]", "new RecordHeader[] { new(\"a\", \"1\") }", "a=1")]
    [InlineData("IEnumerable<RecordHeader>", "new List<RecordHeader> { new(\"a\", \"1\") }", "a=1")]
    [InlineData("ImmutableArray<RecordHeader>?", "ImmutableArray.Create(new RecordHeader(\"a\", \"1\"))", "a=1")]
    [InlineData("Own", "new Own()", "own=1")]
    public void Items_of_a_collection_are_headers(string type, string value, params string[] expected)
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            using System.Collections;
            using System.Collections.Generic;
            using System.Collections.Immutable;
            using System.Text.Json.Serialization;
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order([KafkaHeader("id")] int Id, [property: JsonIgnore] [KafkaHeaders] {{type}} More);
            public sealed class Own : IEnumerable<KeyValuePair<string, string>>
            {
                IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator() { yield return new("own", "1"); }
                public IEnumerator GetEnumerator() => new int[0].GetEnumerator();
            }
            public static class Sample { public static object Create() => new Order(7, {{value}}); }
            """)).Encode();
        Assert.Equal(["id=7", .. expected], record.Headers);
    }

    [Fact]
    public void Header_without_a_name_is_refused()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            using System.Collections.Generic;
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order([KafkaHeaders] Dictionary<string, string> More);
            public static class Sample { public static object Create() => new Order(new Dictionary<string, string> { [""] = "x" }); }
            """));
        Assert.Contains("name", Assert.Throws<RecordEncodingException>(project.Encode).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Collections_that_are_no_headers_are_errors() => GeneratorRun.Of("""
        using System.Collections.Generic;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record A([KafkaHeaders] List<string> {|KG0113:More|});
        [KafkaTopic("b")] public sealed record B([KafkaHeaders] Dictionary<string, int> {|KG0113:More|});
        [KafkaTopic("c")] public sealed record C([KafkaHeaders] string {|KG0113:More|});
        """);

    [Fact]
    public void Wrong_headers_are_errors() => GeneratorRun.Of("""
        using KafkaGen;
        using System.Collections.Generic;
        [KafkaTopic("a"), {|KG0104:KafkaHeader("", "x")|}, {|KG0105:KafkaHeader("one")|}, {|KG0105:KafkaHeader("null", null!)|}, KafkaHeader("same", "1"), {|KG0120:KafkaHeader("same", "2")|}]
        public sealed class A
        {
            [{|KG0104:KafkaHeader("")|}] public int Empty { get; set; }
            [{|KG0104:KafkaHeader(null!)|}] public int Null { get; set; }
            [{|KG0104:KafkaHeader("a\0b")|}] public int Cut { get; set; }
            [{|KG0105:KafkaHeader("two", "x")|}] public int Two { get; set; }
            [KafkaHeader("list")] public List<int>? {|KG0106:List|} { get; set; }
            [KafkaHeader("id")] public Id {|KG0106:Id|} { get; set; }
        }
        public readonly record struct Id(int Value);
        """);

    [Theory]
    [InlineData("DateTimeOffset", "new DateTimeOffset(1970, 1, 1, 0, 0, 1, 5, TimeSpan.Zero)", 1005L)]
    [InlineData("DateTimeOffset?", "new DateTimeOffset(1970, 1, 1, 1, 0, 1, TimeSpan.FromHours(1))", 1000L)]
    [InlineData("DateTimeOffset?", "null", null)]
    [InlineData("DateTime", "new DateTime(1970, 1, 1, 0, 0, 1, DateTimeKind.Utc)", 1000L)]
    [InlineData("DateTime?", "new DateTime(1970, 1, 1, 0, 0, 1, DateTimeKind.Utc)", 1000L)]
    [InlineData("DateTime?", "null", null)]
    [InlineData("long", "77L", 77L)]
    [InlineData("long?", "77L", 77L)]
    [InlineData("long?", "null", null)]
    public void Timestamp_is_in_milliseconds(string type, string value, long? expected) => Assert.Equal(expected, Stamped(type, value).Encode().Timestamp);

    [Theory]
    [InlineData("DateTime", "new DateTime(1970, 1, 1)")]
    [InlineData("DateTime?", "new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Local)")]
    public void Timestamp_that_is_not_in_utc_throws_and_names_the_member(string type, string value)
    {
        RecordEncodingException exception = Assert.Throws<RecordEncodingException>(Stamped(type, value).Encode);
        Assert.Contains("'At'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Utc", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int", "3", 3)]
    [InlineData("int?", "4", 4)]
    [InlineData("int?", "null", null)]
    public void Partition_is_the_members_value(string type, string value, int? expected)
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order([KafkaPartition] {{type}} Shard);
            public static class Sample { public static object Create() => new Order({{value}}); }
            """)).Encode();
        Assert.Equal(expected, record.Partition);
    }

    [Fact]
    public void Wrong_timestamps_and_partitions_are_errors() => GeneratorRun.Of("""
        using System;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record A([KafkaTimestamp] int {|KG0107:At|}, [KafkaPartition] long {|KG0109:Shard|});
        [KafkaTopic("b")] public sealed record B([KafkaTimestamp] DateOnly {|KG0107:At|}, [KafkaPartition] string {|KG0109:Shard|});
        [KafkaTopic("c")]
        public sealed record C([KafkaTimestamp] long First, [KafkaTimestamp] long {|KG0108:Second|}, [KafkaPartition] int Third, [KafkaPartition] int {|KG0108:Fourth|});
        """);

    private static LoadedProject Stamped(string type, string value) => LoadedProject.Of(GeneratorRun.Of(
        $$"""
        using System;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order([KafkaTimestamp] {{type}} At);
        public static class Sample { public static object Create() => new Order({{value}}); }
        """));
}
