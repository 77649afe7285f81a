using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KafkaGen.ContractModel;

/// <summary>Members that hold JSON themselves.</summary>
[KafkaTopic("documents")]
public sealed class Documents
{
    public JsonElement? Element { get; set; }

    public JsonDocument? Document { get; set; }

    public JsonNode? Node { get; set; }

    public JsonObject? Object { get; set; }

    public JsonArray? Array { get; set; }

    public JsonValue? Value { get; set; }

    public Dictionary<string, JsonElement>? Named { get; set; }

    public int After { get; set; }
}

/// <summary>Members that only an attribute makes part of the JSON.</summary>
[KafkaTopic("included")]
public sealed class Included
{
    [JsonInclude]
    public int Field;

    [JsonInclude]
    internal string? Hidden { get; set; } = "hidden";

    [JsonInclude]
    public string? Half { internal get; set; }

    [JsonInclude, JsonPropertyName("né"), JsonPropertyOrder(-1)]
    public Point Point;

    public int Left;

    public Memory<int> Memory { get; set; }

    public ReadOnlyMemory<OrderLine?>? Lines { get; set; }
}
