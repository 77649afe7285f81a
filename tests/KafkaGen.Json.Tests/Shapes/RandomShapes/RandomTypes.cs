namespace KafkaGen.Json.Tests.Shapes.RandomShapes;

/// <summary>Type expressions: scalars, the types that the shape declares, and what can be built of them.</summary>
internal sealed class RandomTypes(Draws draws)
{
    private static readonly string[] s_values =
    [
        "bool", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "Int128", "UInt128", "Half", "float", "double", "decimal", "char",
        "Guid", "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Memory<byte>", "ReadOnlyMemory<byte>", "DayOfWeek",
    ];

    private static readonly string[] s_references = ["string", "Uri", "Version", "byte[]", "object"];

    private static readonly string[] s_collections =
    [
        "{0}[]", "List<{0}>", "IList<{0}>", "IReadOnlyList<{0}>", "ICollection<{0}>", "IEnumerable<{0}>", "IReadOnlyCollection<{0}>", "Queue<{0}>",
        "Stack<{0}>", "LinkedList<{0}>", "ImmutableList<{0}>", "ConcurrentQueue<{0}>", "Collection<{0}>",
        "Dictionary<string, {0}>", "IReadOnlyDictionary<string, {0}>", "SortedDictionary<string, {0}>", "ImmutableDictionary<string, {0}>",
        "ConcurrentDictionary<string, {0}>",
    ];

    private readonly List<string> _valueTypes = [];
    private readonly List<string> _referenceTypes = [];
    private readonly List<string> _generics = [];

    /// <summary>Lets further expressions use a type of the shape's own.</summary>
    public void Declare(string name, bool isValue) => (isValue ? _valueTypes : _referenceTypes).Add(name);

    /// <summary>Lets further expressions use a class with one type parameter.</summary>
    public void DeclareGeneric(string name) => _generics.Add(name);

    /// <summary>A type that <see langword="null"/> is a value of now and then.</summary>
    public (string Type, bool IsNullableValue) Next(int depth = 0)
    {
        int kind = draws.Next(10);
        if (kind < 5 || depth > 2)
        {
            return Scalar();
        }

        if (kind < 7)
        {
            return Declared() ?? Scalar();
        }

        string inner = Next(depth + 1).Type;
        if (kind == 7)
        {
            return draws.Next(3) switch
            {
                0 => ($"KeyValuePair<string, {inner}>", false),
                1 when _generics.Count > 0 => ($"{draws.OneOf(_generics)}<{inner}>?", false),
                _ => ($"KeyValuePair<int, {inner}>?", true),
            };
        }

        return (string.Format(System.Globalization.CultureInfo.InvariantCulture, draws.OneOf(s_collections), inner) + "?", false);
    }

    private (string Type, bool IsNullableValue) Scalar() =>
        draws.OneIn(5) ? (draws.OneOf(s_references) + "?", false) : Maybe(draws.OneOf(s_values));

    private (string Type, bool IsNullableValue)? Declared()
    {
        int count = _valueTypes.Count + _referenceTypes.Count;
        if (count == 0)
        {
            return null;
        }

        int index = draws.Next(count);
        return index < _valueTypes.Count ? Maybe(_valueTypes[index]) : (_referenceTypes[index - _valueTypes.Count] + "?", false);
    }

    private (string Type, bool IsNullableValue) Maybe(string type) => draws.OneIn(3) ? (type + "?", true) : (type, false);
}
