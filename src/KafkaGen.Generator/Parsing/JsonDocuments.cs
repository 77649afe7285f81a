using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>The types that hold JSON themselves.</summary>
internal static class JsonDocuments
{
    private const string Json = "System.Text.Json";
    private const string Nodes = "System.Text.Json.Nodes";

    public static bool Contains(ITypeSymbol type) =>
        IsElement(type)
        || type.Is(Json, "JsonDocument")
        || type.Is(Nodes, "JsonNode")
        || type.Is(Nodes, "JsonObject")
        || type.Is(Nodes, "JsonArray")
        || type.Is(Nodes, "JsonValue");

    public static bool IsElement(ITypeSymbol type) => type.Is(Json, "JsonElement");
}
