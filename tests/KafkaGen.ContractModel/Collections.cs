using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace KafkaGen.ContractModel;

/// <summary>Every collection that is written as an array.</summary>
[KafkaTopic("collections")]
public sealed class Collections
{
    public int[]? Array { get; set; }

    public int?[]? NullableArray { get; set; }

    public string?[][]? Jagged { get; set; }

    public List<OrderLine?>? List { get; set; }

    public IList<string>? IList { get; set; }

    public IReadOnlyList<Point>? IReadOnlyList { get; set; }

    public ICollection<int>? ICollection { get; set; }

    public IReadOnlyCollection<int>? IReadOnlyCollection { get; set; }

    public IEnumerable<decimal>? IEnumerable { get; set; }

    public HashSet<string>? HashSet { get; set; }

    public ISet<int>? ISet { get; set; }

    public IReadOnlySet<int>? IReadOnlySet { get; set; }

    public SortedSet<int>? SortedSet { get; set; }

    public Queue<int>? Queue { get; set; }

    public Stack<int>? Stack { get; set; }

    public LinkedList<int>? LinkedList { get; set; }

    public Collection<int>? Collection { get; set; }

    public ObservableCollection<int>? ObservableCollection { get; set; }

    public ConcurrentQueue<int>? ConcurrentQueue { get; set; }

    public ImmutableArray<int> ImmutableArray { get; set; } = [];

    public ImmutableArray<int>? NullableImmutableArray { get; set; }

    public ImmutableList<string>? ImmutableList { get; set; }

    public ImmutableHashSet<int>? ImmutableHashSet { get; set; }

    public FrozenSet<int>? FrozenSet { get; set; }

    public ArraySegment<byte> Segment { get; set; } = ArraySegment<byte>.Empty;

    public List<byte[]>? Blobs { get; set; }

    public List<OrderState>? Enums { get; set; }

    public TagList? Tags { get; set; }
}

/// <summary>Every dictionary with string keys.</summary>
[KafkaTopic("dictionaries")]
public sealed class Dictionaries
{
    public Dictionary<string, int>? Dictionary { get; set; }

    public Dictionary<string, string?>? Texts { get; set; }

    public IDictionary<string, OrderLine?>? IDictionary { get; set; }

    public IReadOnlyDictionary<string, int?>? IReadOnlyDictionary { get; set; }

    public SortedDictionary<string, int>? SortedDictionary { get; set; }

    public SortedList<string, int>? SortedList { get; set; }

    public ConcurrentDictionary<string, int>? ConcurrentDictionary { get; set; }

    public ImmutableDictionary<string, int>? ImmutableDictionary { get; set; }

    public ImmutableSortedDictionary<string, int>? ImmutableSortedDictionary { get; set; }

    public FrozenDictionary<string, int>? FrozenDictionary { get; set; }

    public ReadOnlyDictionary<string, List<int>>? ReadOnlyDictionary { get; set; }

    public Dictionary<string, Dictionary<string, Point>>? Nested { get; set; }

    public List<KeyValuePair<string, int>>? Pairs { get; set; }
}

/// <summary>A collection of one's own: System.Text.Json writes it as an array and leaves out its other members.</summary>
public sealed class TagList : List<string>
{
    public string Owner { get; set; } = "nobody";
}
