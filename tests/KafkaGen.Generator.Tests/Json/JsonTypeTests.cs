using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>Which types can be written: the bytes are System.Text.Json's, everything else is an error.</summary>
public sealed class JsonTypeTests
{
    private static readonly (string Type, string Value)[] s_values =
    [
        ("int", "-5"),
        ("int?", "null"),
        ("int?", "5"),
        ("char", "'\\u00e9'"),
        ("Half", "(Half)1.5"),
        ("Int128", "Int128.MinValue"),
        ("UInt128?", "UInt128.MaxValue"),
        ("TimeSpan", "TimeSpan.FromSeconds(1.5)"),
        ("DateOnly", "new DateOnly(2026, 1, 2)"),
        ("TimeOnly", "new TimeOnly(1, 2, 3)"),
        ("Uri", "new Uri(\"http://x/?a=b&c\")"),
        ("Version", "new Version(1, 2)"),
        ("byte[]", "new byte[] { 1, 2, 3 }"),
        ("Memory<byte>", "new byte[] { 1 }"),
        ("ReadOnlyMemory<byte>?", "null"),
        ("Flags", "Flags.All"),
        ("Flags?", "null"),
        ("Plain", "Plain.B"),
        ("int[][]", "new[] { new[] { 1 }, null! }"),
        ("byte[][]", "new[] { new byte[] { 1 }, null! }"),
        ("sbyte[]", "new sbyte[] { -1 }"),
        ("IList<byte>", "new byte[] { 1, 2 }"),
        ("List<string?>", "new() { \"a\", null }"),
        ("IEnumerable<Point?>", "new Point?[] { null, new Point(1) }"),
        ("HashSet<int>", "new() { 1, 2 }"),
        ("Stack<int>", "new(new[] { 1, 2 })"),
        ("LinkedList<Leaf>", "new(new[] { new Leaf(\"x\") })"),
        ("ArraySegment<byte>", "new(new byte[] { 1, 2 })"),
        ("ImmutableArray<int>", "ImmutableArray.Create(1, 2)"),
        ("ImmutableArray<int>?", "null"),
        ("ImmutableList<int>", "ImmutableList.Create(1, 2)"),
        ("ReadOnlyCollection<int>", "new(new[] { 1, 2 })"),
        ("ConcurrentBag<int>", "new(new[] { 1 })"),
        ("Own", "new() { 1, 2 }"),
        ("Dictionary<string, int>", "new() { [\"A b<\"] = 1, [\"é\"] = 2 }"),
        ("IReadOnlyDictionary<string, List<int>?>", "new Dictionary<string, List<int>?> { [\"a\"] = null, [\"b\"] = new() { 1 } }"),
        ("SortedDictionary<string, Point?>", "new() { [\"a\"] = null, [\"b\"] = new Point(2) }"),
        ("ImmutableDictionary<string, int>", "ImmutableDictionary<string, int>.Empty.Add(\"k\", 1)"),
        ("ConcurrentDictionary<string, int>", "new(new Dictionary<string, int> { [\"k\"] = 1 })"),
        ("OwnMap", "new() { [\"k\"] = 1 }"),
        ("Dictionary<bool, int>", "new() { [true] = 1, [false] = 2 }"),
        ("Dictionary<char, int>", "new() { ['\\u00e9'] = 1, ['<'] = 2 }"),
        ("IReadOnlyDictionary<Guid, int>", "new Dictionary<Guid, int> { [Guid.Empty] = 1 }"),
        ("Dictionary<Plain, int>", "new() { [Plain.A] = 1, [Plain.B] = 2, [(Plain)7] = 3 }"),
        ("Dictionary<Flags, Flags>", "new() { [Flags.All] = Flags.All, [(Flags)6] = (Flags)6 }"),
        ("Dictionary<DateTimeOffset, int>", "new() { [DateTimeOffset.UnixEpoch] = 1 }"),
        ("SortedList<double, int>", "new() { [double.MaxValue] = 1, [-0.5] = 2 }"),
        ("Dictionary<Int128, int>", "new() { [Int128.MinValue] = 1 }"),
        ("Dictionary<Uri, int>", "new() { [new Uri(\"http://x/?a+b&c\")] = 1 }"),
        ("Dictionary<Version, int?>", "new() { [new Version(1, 2)] = null }"),
        ("ListOfPairs", "new()"),
        ("MapAndList", "new()"),
        ("ListAndSequence", "new()"),
        ("Hidden", "new() { 1, 2 }"),
        ("HiddenMap", "new() { [\"a\"] = 1 }"),
        ("Memory<int>", "new[] { 1, 2 }"),
        ("ReadOnlyMemory<Leaf?>?", "new Leaf?[] { new(\"x\"), null }"),
        ("Memory<char>", "new[] { 'x' }"),
        ("ReadOnlyMemory<string>", "default"),
        ("KeyValuePair<string, Leaf?>", "new(\"k\", null)"),
        ("ILookup<int, string>", "new[] { \"a\", \"b\" }.ToLookup(text => 1)"),
        ("object", "new Leaf(\"x\")"),
        ("object?[]", "{ 1, \"<\", null, new Leaf(\"x\"), 1.5m }"),
        ("Memory<object>", "new object[] { 1 }"),
        ("IEnumerable<IEnumerable<object>>", "new[] { new object[] { Plain.A } }"),
        ("System.Collections.BitArray", "new(2)"),
        ("System.Collections.Specialized.StringCollection", "new() { \"x\" }"),
        ("System.Collections.ArrayList", "new() { 1, \"x\" }"),
        ("Base", "new Derived()"),
        ("Abstract", "new Concrete()"),
        ("IHas", "new Has()"),
        ("IMore", "new More()"),
        ("Box<Leaf>", "new(new Leaf(\"x\"))"),
        ("Box<Box<int?>>", "new(new(null))"),
        ("Point", "new Point(3)"),
        ("Point?", "new Point(3)"),
    ];

    [Fact]
    public void Bytes_are_those_of_System_Text_Json() => JsonParity.AssertSameInEachRow(
        """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        using System.Linq;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [Flags] public enum Flags : ulong { All = ulong.MaxValue }
        public enum Plain { A, [JsonStringEnumMemberName("bee")] B }
        public readonly record struct Point(int X);
        public sealed record Leaf(string Name);
        public sealed record Box<T>(T Content);
        public class Base { public int A => 1; }
        public sealed class Derived : Base { public int B => 2; }
        public abstract class Abstract { public abstract int A { get; } }
        public sealed class Concrete : Abstract { public override int A => 1; public int B => 2; }
        public interface IHas { int A { get; } }
        public sealed class Has : IHas { public int A => 1; public int B => 2; }
        public interface IMore : IHas { int C { get; } }
        public sealed class More : IMore { public int A => 1; public int C => 2; }
        public sealed class Own : List<int> { public int Ignored => 1; public new int Count => 77; }
        public sealed class OwnMap : Dictionary<string, int> { }
        public sealed class ListOfPairs : List<KeyValuePair<string, int>>, IReadOnlyDictionary<string, int>
        {
            public ListOfPairs() => Add(new("a", 1));
            int IReadOnlyDictionary<string, int>.this[string key] => 1;
            IEnumerable<string> IReadOnlyDictionary<string, int>.Keys => new string[0];
            IEnumerable<int> IReadOnlyDictionary<string, int>.Values => new int[0];
            bool IReadOnlyDictionary<string, int>.ContainsKey(string key) => false;
            bool IReadOnlyDictionary<string, int>.TryGetValue(string key, out int value) { value = 0; return false; }
        }
        public sealed class MapAndList : Dictionary<string, int>, IEnumerable<int>
        {
            public MapAndList() => Add("a", 1);
            IEnumerator<int> IEnumerable<int>.GetEnumerator() { yield return 7; }
        }
        public sealed class ListAndSequence : Collection<int>, IEnumerable<string>
        {
            public ListAndSequence() => Add(1);
            IEnumerator<string> IEnumerable<string>.GetEnumerator() { yield return "x"; }
        }
        public sealed class Hidden : List<int>, IEnumerable<int>
        {
            public new int this[int index] => 77;
            IEnumerator<int> IEnumerable<int>.GetEnumerator() { yield return 99; }
        }
        public sealed class HiddenMap : Dictionary<string, int>, IEnumerable<KeyValuePair<string, int>>
        {
            IEnumerator<KeyValuePair<string, int>> IEnumerable<KeyValuePair<string, int>>.GetEnumerator() { yield break; }
        }
        """,
        s_values.Select(row => (
            $"[KafkaTopic(\"a\")] public sealed class Order {{ public {row.Type} Member {{ get; set; }} = {row.Value}; public int After => 1; }}", "new Order()")));

    private static readonly string[] s_refused =
    [
        "dynamic",
        "System.Text.Json.JsonEncodedText",
        "System.Numerics.BigInteger",
        "System.Globalization.CultureInfo",
        "(int A, int B)",
        "Tuple<int>",
        "Type",
        "IntPtr",
        "nuint",
        "System.Net.IPAddress",
        "System.Text.Rune",
        "Exception",
        "Action",
        "MyDelegate",
        "int[,]",
        "Dictionary<byte[], string>",
        "Dictionary<object, string>",
        "IDictionary<KeyValuePair<int, int>, string>",
        "Dictionary<ReadOnlyMemory<byte>, int>",
        "ListThatIsAsynchronous",
        "System.Collections.Hashtable",
        "List<dynamic>",
        "System.Collections.IDictionary",
        "IAsyncEnumerable<int>",
        "System.Threading.CancellationToken",
        "System.IO.Stream",
        "IDiamond",
        "TwoWays",
    ];

    [Fact]
    public void Types_that_are_not_supported_are_an_error_at_the_member() => GeneratorRun.Of(Rows.Source(
        """
        using System;
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using KafkaGen;
        public delegate void MyDelegate();
        public interface IA { int A { get; } }
        public interface IB { int B { get; } }
        public interface IDiamond : IA, IB { }
        public abstract class ListThatIsAsynchronous : List<int>, IAsyncEnumerable<int>
        {
            public abstract IAsyncEnumerator<int> GetAsyncEnumerator(System.Threading.CancellationToken cancellationToken);
        }
        public abstract class TwoWays : IEnumerable<int>, IEnumerable<string>
        {
            IEnumerator<int> IEnumerable<int>.GetEnumerator() => throw new NotSupportedException();
            IEnumerator<string> IEnumerable<string>.GetEnumerator() => throw new NotSupportedException();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new NotSupportedException();
        }
        """,
        s_refused.Select(type =>
            $"[KafkaTopic(\"a\")] public sealed class Order {{ public {type} {{|KG0201:Member|}} {{ get; set; }} = default!; [JsonIgnore] public {type} Ignored {{ get; set; }} = default!; }}")));

    [Fact]
    public void References_spans_and_pointers_are_an_error() => GeneratorRun.Of("""
        using System;
        using KafkaGen;
        [KafkaTopic("a")]
        public sealed unsafe class Order
        {
            private int _id;
            public ref int {|KG0201:Id|} => ref _id;
            public Span<int> {|KG0201:Span|} => default;
            public int* {|KG0201:Pointer|} => null;
            public delegate*<void> {|KG0201:Function|} => null;
        }
        """);

    [Fact]
    public void Members_of_a_generic_base_are_written() => JsonParity.AssertSame("""
        using System.Collections.Generic;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id, List<string> Tags) : Event<List<string>>(Tags) { public new int At => 3; }
        public abstract record Event<T>(T Payload) where T : class { public long At { get; init; } [PartitionKey] public string Key => "k"; }
        public static class Sample { public static object Create() => new Order(1, new() { "x" }); }
        """);

    [Fact]
    public void Text_names_the_member_the_type_and_the_ways_out()
    {
        string text = Assert.Single(GeneratorRun.Of("""
            using KafkaGen;
            namespace Shop { [KafkaTopic("a")] public sealed record Order(System.Numerics.BigInteger {|KG0201:Total|}); }
            """).Findings).GetMessage();
        Assert.Equal(
            "'Shop.Order.Total' is of type 'System.Numerics.BigInteger', which KafkaGen cannot write as JSON: System.Text.Json has no converter for it. " +
            "Leave the member out with [JsonIgnore], give it a supported type, or let a [JsonConverter] write it.",
            text);
    }

    [Fact]
    public void Error_in_a_nested_type_is_reported_once_at_its_member() => GeneratorRun.Of("""
        using KafkaGen;
        [KafkaTopic("a")] public sealed record A(Leaf Leaf);
        [KafkaTopic("b")] public sealed record B(Leaf[] Leaves, Leaf? Other);
        public sealed record Leaf(dynamic {|KG0201:Any|});
        """);

    [Fact]
    public void Values_that_refer_to_their_own_type_are_written()
    {
        JsonParity.AssertSame("""
            using System.Collections.Generic;
            using KafkaGen;
            [KafkaTopic("a")]
            public sealed class Tree
            {
                public Tree? Left { get; set; }
                public List<Tree>? Children { get; set; }
                public Dictionary<string, Tree[]>? Named { get; set; }
            }
            public static class Sample
            {
                public static object Create() => new Tree
                {
                    Left = new Tree(), Children = new() { new Tree { Left = new Tree() }, null! }, Named = new() { ["x"] = new[] { new Tree() } },
                };
            }
            """);
    }

    [Fact]
    public void Cycle_throws_instead_of_running_out_of_stack()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            using KafkaGen;
            [KafkaTopic("a")] public sealed class Node { public Node? Next { get; set; } }
            public static class Sample { public static object Create() { var node = new Node(); node.Next = node; return node; } }
            """));
        Assert.Throws<RecordEncodingException>(project.Encode);
    }

    [Fact]
    public void Immutable_array_that_was_never_initialized_throws()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            using System.Collections.Immutable;
            using KafkaGen;
            [KafkaTopic("a")] public sealed record Order(ImmutableArray<int> Lines);
            public static class Sample { public static object Create() => new Order(default); }
            """));
        Assert.Throws<RecordEncodingException>(project.Encode);
    }

    [Fact]
    public void Contract_that_is_a_collection_is_written_as_one() => JsonParity.AssertSame("""
        using System.Collections.Generic;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class Lines : List<int> { public int Ignored => 1; }
        public static class Sample { public static object Create() => new Lines { 1, 2 }; }
        """);
}
