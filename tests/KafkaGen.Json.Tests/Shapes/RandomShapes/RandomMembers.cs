using System.Globalization;
using System.Text;

namespace KafkaGen.Json.Tests.Shapes.RandomShapes;

/// <summary>Members as they may stand in a class or struct, with attributes that System.Text.Json looks at and others.</summary>
internal sealed class RandomMembers(Draws draws, RandomNames names, RandomTypes types)
{
    /// <summary>Members that a derived type may override or hide: name and type.</summary>
    public List<(string Name, string Type)> Virtual { get; } = [];

    public string Property(bool isStruct, bool isVirtual = false)
    {
        (string type, bool isNullableValue) = types.Next();
        string name = names.Member();
        string attributes = Attributes(type, isNullableValue);

        // System.Text.Json refuses a required member that it could not read.
        bool canBeRequired = !isStruct && !attributes.Contains("JsonIgnoreCondition.Always", StringComparison.Ordinal);
        string modifier = canBeRequired && draws.OneIn(8) ? "required " : isVirtual && draws.Bool() ? "virtual " : string.Empty;
        if (modifier == "virtual ")
        {
            Virtual.Add((name, type));
        }

        string accessors = modifier.Length > 0 || isStruct
            ? "{ get; set; }"
            : draws.Next(6) switch
            {
                0 => "{ get; init; }",
                1 => "{ get; private set; }",
                2 => "{ get; internal set; }",
                _ => "{ get; set; }",
            };
        string initial = isStruct || type.EndsWith('?') ? string.Empty : " = default!;";
        return $"{attributes}public {modifier}{type} {name} {accessors}{initial}";
    }

    /// <summary>Members of which nothing may come out, or a value of their own.</summary>
    public string Other(bool isStruct) => draws.Next(9) switch
    {
        0 => $"public static {types.Next().Type} {names.Member()} {{ get; set; }} = default!;",
        1 when !isStruct => $"public {types.Next().Type} {names.Member()} = default!;",
        2 => $"public int this[int {names.Member()}] => 1;",
        3 => $"public string {names.Member()} => \"{names.Member().Replace("@", string.Empty, StringComparison.Ordinal)}\";",
        4 => $"private int {names.Member()} {{ get; set; }}",
        5 => $"internal int {names.Member()} {{ get; set; }}",
        6 => $"public int {names.Member()}() => 1;",
        7 => $"public int {names.Member()} {{ set {{ }} }}",
        _ => $"public int[] {names.Member()} => [1, 2];",
    };

    /// <summary>A member that overrides or hides one of the base's.</summary>
    public string Replacing(string name, string type) => draws.Next(4) switch
    {
        0 => $"public new {types.Next().Type} {name} {{ get; set; }} = default!;",
        1 => $"[JsonIgnore] public override {type} {name} {{ get; set; }} = default!;",
        2 => $"[JsonPropertyName({names.Json()})] public override {type} {name} {{ get; set; }} = default!;",
        _ => $"public override {type} {name} {{ get; set; }} = default!;",
    };

    public string Parameter(bool isStruct)
    {
        (string type, bool isNullableValue) = types.Next();
        string attributes = Attributes(type, isNullableValue).Replace("[", "[property: ", StringComparison.Ordinal).TrimEnd();
        return $"{(isStruct ? string.Empty : attributes)} {type} {names.Member()}".TrimStart();
    }

    private string Attributes(string type, bool isNullableValue)
    {
        var text = new StringBuilder();
        if (draws.OneIn(5))
        {
            text.Append(CultureInfo.InvariantCulture, $"[JsonPropertyName({names.Json()})] ");
        }

        if (draws.OneIn(6))
        {
            text.Append(CultureInfo.InvariantCulture, $"[JsonPropertyOrder({draws.Next(-3, 4)})] ");
        }

        bool canBeNull = isNullableValue || type.EndsWith('?');
        string? condition = draws.Next(12) switch
        {
            0 => "Always",
            1 => "Never",
            2 or 3 => "WhenWritingDefault",
            4 or 5 when canBeNull => "WhenWritingNull",
            _ => null,
        };
        return condition is null ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"[JsonIgnore(Condition = JsonIgnoreCondition.{condition})] ").ToString();
    }
}
