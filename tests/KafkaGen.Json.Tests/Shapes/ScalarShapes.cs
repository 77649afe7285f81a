using System.Text.RegularExpressions;

namespace KafkaGen.Json.Tests.Shapes;

/// <summary>Every scalar in every place where a value can be.</summary>
internal static class ScalarShapes
{
    private static readonly (string Name, string Type)[] s_scalars =
    [
        ("Bool", "bool"), ("Byte", "byte"), ("SByte", "sbyte"), ("Int16", "short"), ("UInt16", "ushort"),
        ("Int32", "int"), ("UInt32", "uint"), ("Int64", "long"), ("UInt64", "ulong"), ("Int128", "Int128"),
        ("UInt128", "UInt128"), ("Half", "Half"), ("Single", "float"), ("Double", "double"), ("Decimal", "decimal"),
        ("Char", "char"), ("String", "string"), ("Guid", "Guid"), ("DateTime", "DateTime"),
        ("DateTimeOffset", "DateTimeOffset"), ("DateOnly", "DateOnly"), ("TimeOnly", "TimeOnly"), ("TimeSpan", "TimeSpan"),
        ("Uri", "Uri"), ("Version", "Version"), ("Bytes", "byte[]"), ("Memory", "Memory<byte>"),
        ("ReadOnlyMemory", "ReadOnlyMemory<byte>"), ("Enum", "DayOfWeek"), ("SmallEnum", "Small"), ("LargeEnum", "Large"),
    ];

    // T is the scalar, N the scalar or null.
    private static readonly (string Name, string Source)[] s_places =
    [
        ("Member", "public class Message { public T A { get; set; } = default!; public N B { get; set; } public T C { get; init; } = default!; }"),
        ("Collections", "public class Message { public T[]? A { get; set; } public List<T>? B { get; set; } public N[]? C { get; set; } public IReadOnlyList<N>? D { get; set; } " +
            "public T[][]? E { get; set; } public ImmutableArray<N> F { get; set; } = []; public IEnumerable<T>? G { get; set; } }"),
        ("Dictionaries", "public class Message { public Dictionary<string, T>? A { get; set; } public IReadOnlyDictionary<string, N>? B { get; set; } " +
            "public Dictionary<string, List<N>>? C { get; set; } public KeyValuePair<string, T> D { get; set; } public KeyValuePair<T, N>? E { get; set; } }"),
        ("Nested", "public record Message(Inner A, Holder B, Holder? C, Box<T> D, Box<N>? E); public record Inner(T A, N B); public record struct Holder(T A, N B); " +
            "public class Box<V> { public V Value { get; set; } = default!; public Box<V>? Next { get; set; } }"),
        ("Struct", "public struct Message { public T A { get; set; } public N B { readonly get; init; } }"),
        ("Inherited", "public class Base<V> { public virtual V A { get; set; } = default!; public T B { get; set; } = default!; } " +
            "public class Message : Base<T> { public override T A { get; set; } = default!; public new N B { get; set; } }"),
        ("Attributed", "public class Message { [JsonPropertyName(\"né me\")] public required T A { get; set; } [JsonPropertyOrder(-1)] public N B { get; set; } " +
            "[JsonIgnore] public T C { get; set; } = default!; [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public T D { get; set; } = default!; " +
            "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public N E { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public N F { get; set; } " +
            "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public N G { get; set; } }"),
        ("Readonly", "public readonly struct Message(T a, N b) { public T A { get; } = a; public readonly N B { get; } = b; public T AAgain => A; }"),
    ];

    public static IEnumerable<Shape> All =>
        from scalar in s_scalars
        from place in s_places
        select new Shape(scalar.Name + place.Name, Fill(place.Source, scalar.Type) + Enums(scalar.Type));

    private static string Fill(string source, string type) =>
        Regex.Replace(source, @"\b[TN]\b", place => place.Value == "T" ? type : type + "?");

    private static string Enums(string type) => type switch
    {
        "Small" => " public enum Small : sbyte { A = -1, B, C }",
        "Large" => " public enum Large : ulong { A, B = ulong.MaxValue }",
        _ => string.Empty,
    };
}
