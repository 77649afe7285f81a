using KafkaGen.GeneratorTests.Driving;

namespace KafkaGen.GeneratorTests;

/// <summary>Which types can be written: the bytes are System.Text.Json's, everything else is an error.</summary>
public sealed class JsonTypeTests
{
    [Theory]
    [InlineData("int", "-5")]
    [InlineData("int?", "null")]
    [InlineData("int?", "5")]
    [InlineData("char", "'\\u00e9'")]
    [InlineData("Half", "(Half)1.5")]
    [InlineData("Int128", "Int128.MinValue")]
    [InlineData("UInt128?", "UInt128.MaxValue")]
    [InlineData("TimeSpan", "TimeSpan.FromSeconds(1.5)")]
    [InlineData("DateOnly", "new DateOnly(2026, 1, 2)")]
    [InlineData("TimeOnly", "new TimeOnly(1, 2, 3)")]
    [InlineData("Uri", "new Uri(\"http://x/?a=b&c\")")]
    [InlineData("Version", "new Version(1, 2)")]
    [InlineData("byte[]", "new byte[] { 1, 2, 3 }")]
    [InlineData("Memory<byte>", "new byte[] { 1 }")]
    [InlineData("ReadOnlyMemory<byte>?", "null")]
    [InlineData("Flags", "Flags.All")]
    [InlineData("Flags?", "null")]
    [InlineData("Plain", "Plain.B")]
    [InlineData("int[][]", "new[] { new[] { 1 }, null! }")]
    [InlineData("byte[][]", "new[] { new byte[] { 1 }, null! }")]
    [InlineData("sbyte[]", "new sbyte[] { -1 }")]
    [InlineData("IList<byte>", "new byte[] { 1, 2 }")]
    [InlineData("List<string?>", "new() { \"a\", null }")]
    [InlineData("IEnumerable<Point?>", "new Point?[] { null, new Point(1) }")]
    [InlineData("HashSet<int>", "new() { 1, 2 }")]
    [InlineData("Stack<int>", "new(new[] { 1, 2 })")]
    [InlineData("LinkedList<Leaf>", "new(new[] { new Leaf(\"x\") })")]
    [InlineData("ArraySegment<byte>", "new(new byte[] { 1, 2 })")]
    [InlineData("ImmutableArray<int>", "ImmutableArray.Create(1, 2)")]
    [InlineData("ImmutableArray<int>?", "null")]
    [InlineData("ImmutableList<int>", "ImmutableList.Create(1, 2)")]
    [InlineData("ReadOnlyCollection<int>", "new(new[] { 1, 2 })")]
    [InlineData("ConcurrentBag<int>", "new(new[] { 1 })")]
    [InlineData("Own", "new() { 1, 2 }")]
    [InlineData("Dictionary<string, int>", "new() { [\"A b<\"] = 1, [\"é\"] = 2 }")]
    [InlineData("IReadOnlyDictionary<string, List<int>?>", "new Dictionary<string, List<int>?> { [\"a\"] = null, [\"b\"] = new() { 1 } }")]
    [InlineData("SortedDictionary<string, Point?>", "new() { [\"a\"] = null, [\"b\"] = new Point(2) }")]
    [InlineData("ImmutableDictionary<string, int>", "ImmutableDictionary<string, int>.Empty.Add(\"k\", 1)")]
    [InlineData("ConcurrentDictionary<string, int>", "new(new Dictionary<string, int> { [\"k\"] = 1 })")]
    [InlineData("OwnMap", "new() { [\"k\"] = 1 }")]
    [InlineData("Dictionary<bool, int>", "new() { [true] = 1, [false] = 2 }")]
    [InlineData("Dictionary<char, int>", "new() { ['\\u00e9'] = 1, ['<'] = 2 }")]
    [InlineData("IReadOnlyDictionary<Guid, int>", "new Dictionary<Guid, int> { [Guid.Empty] = 1 }")]
    [InlineData("Dictionary<Plain, int>", "new() { [Plain.A] = 1, [Plain.B] = 2, [(Plain)7] = 3 }")]
    [InlineData("Dictionary<Flags, Flags>", "new() { [Flags.All] = Flags.All, [(Flags)6] = (Flags)6 }")]
    [InlineData("Dictionary<DateTimeOffset, int>", "new() { [DateTimeOffset.UnixEpoch] = 1 }")]
    [InlineData("SortedList<double, int>", "new() { [double.MaxValue] = 1, [-0.5] = 2 }")]
    [InlineData("Dictionary<Int128, int>", "new() { [Int128.MinValue] = 1 }")]
    [InlineData("Dictionary<Uri, int>", "new() { [new Uri(\"http://x/?a+b&c\")] = 1 }")]
    [InlineData("Dictionary<Version, int?>", "new() { [new Version(1, 2)] = null }")]
    [InlineData("ListOfPairs", "new()")]
    [InlineData("MapAndList", "new()")]
    [InlineData("ListAndSequence", "new()")]
    [InlineData("Hidden", "new() { 1, 2 }")]
    [InlineData("HiddenMap", "new() { [\"a\"] = 1 }")]
    [InlineData("Memory<int>", "new[] { 1, 2 }")]
    [InlineData("ReadOnlyMemory<Leaf?>?", "new Leaf?[] { new(\"x\"), null }")]
    [InlineData("Memory<char>", "new[] { 'x' }")]
    [InlineData("ReadOnlyMemory<string>", "default")]
    [InlineData("KeyValuePair<string, Leaf?>", "new(\"k\", null)")]
    [InlineData("ILookup<int, string>", "new[] { \"a\", \"b\" }.ToLookup(text => 1)")]
    [InlineData("object", "new Leaf(\"x\")")]
    [InlineData("object?[]", "{ 1, \"<\", null, new Leaf(\"x\"), 1.5m }")]
    [InlineData("Memory<object>", "new object[] { 1 }")]
    [InlineData("IEnumerable<IEnumerable<object>>", "new[] { new object[] { Plain.A } }")]
    [InlineData("System.Collections.BitArray", "new(2)")]
    [InlineData("System.Collections.Specialized.StringCollection", "new() { \"x\" }")]
    [InlineData("System.Collections.ArrayList", "new() { 1, \"x\" }")]
    [InlineData("Base", "new Derived()")]
    [InlineData("Abstract", "new Concrete()")]
    [InlineData("IHas", "new Has()")]
    [InlineData("IMore", "new More()")]
    [InlineData("Box<Leaf>", "new(new Leaf(\"x\"))")]
    [InlineData("Box<Box<int?>>", "new(new(null))")]
    [InlineData("Point", "new Point(3)")]
    [InlineData("Point?", "new Point(3)")]
    public void Bytes_are_those_of_System_Text_Json(string type, string value) => JsonParity.AssertSame(
        $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        using System.Linq;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class Order { public {{type}} Member { get; set; } = {{value}}; public int After => 1; }
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
        public static class Sample { public static object Create() => new Order(); }
        """);

    [Theory]
    [InlineData("dynamic")]
    [InlineData("System.Text.Json.JsonEncodedText")]
    [InlineData("System.Numerics.BigInteger")]
    [InlineData("System.Globalization.CultureInfo")]
    [InlineData("(int A, int B)")]
    [InlineData("Tuple<int>")]
    [InlineData("Type")]
    [InlineData("IntPtr")]
    [InlineData("nuint")]
    [InlineData("System.Net.IPAddress")]
    [InlineData("System.Text.Rune")]
    [InlineData("Exception")]
    [InlineData("Action")]
    [InlineData("MyDelegate")]
    [InlineData("int[,]")]
    [InlineData("Dictionary<byte[], string>")]
    [InlineData("Dictionary<object, string>")]
    [InlineData("IDictionary<KeyValuePair<int, int>, string>")]
    [InlineData("Dictionary<ReadOnlyMemory<byte>, int>")]
    [InlineData("ListThatIsAsynchronous")]
    [InlineData("System.Collections.Hashtable")]
    [InlineData("List<dynamic>")]
    [InlineData("System.Collections.IDictionary")]
    [InlineData("IAsyncEnumerable<int>")]
    [InlineData("System.Threading.CancellationToken")]
    [InlineData("System.IO.Stream")]
    [InlineData("IDiamond")]
    [InlineData("TwoWays")]
    public void Types_that_are_not_supported_are_an_error_at_the_member(string type) => GeneratorRun.Of(
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed class Order { public {{type}} {|KG0201:Member|} { get; set; } = default!; [JsonIgnore] public {{type}} Ignored { get; set; } = default!; }
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
        """);

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
