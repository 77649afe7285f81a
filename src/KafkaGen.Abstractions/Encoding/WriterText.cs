using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KafkaGen.Contracts;

/// <summary>
/// Lets code that knows only <see cref="Utf8JsonWriter"/> write one value into a record: converters, documents and nodes. Slower than the
/// encoders, and the only way to have their exact bytes.
/// </summary>
internal static class WriterText
{
    private const int MaxDepth = 64;

    /// <summary>The options that converters see: those that System.Text.Json would write the whole message with.</summary>
    public static JsonSerializerOptions Options { get; } = OptionsOf(JsonProfile.Web, JsonNaming.Default, relaxed: false);

    /// <summary>
    /// Options for a converter: the shared ones, or its own where it or what it writes can be unloaded. Options keep the types that were written by them.
    /// </summary>
    public static JsonSerializerOptions OptionsFor(Type type, object? converter) =>
        type.IsCollectible || converter?.GetType().IsCollectible == true ? OptionsOf(JsonProfile.Web, JsonNaming.Default, relaxed: false) : Options;

    /// <summary>Writes one value.</summary>
    /// <exception cref="RecordEncodingException">Not exactly one value was written.</exception>
    public static void Write<TState>(RecordBuffer output, TState state, Action<Utf8JsonWriter, TState> write, JavaScriptEncoder? encoder = null) =>
        Write(output, state, write, encoder, isName: false);

    /// <summary>Writes the name of one member of the object that is open, and the colon after it.</summary>
    /// <exception cref="RecordEncodingException">Not exactly one name was written.</exception>
    public static void WriteName<TState>(RecordBuffer output, TState state, Action<Utf8JsonWriter, TState> write, JavaScriptEncoder? encoder) =>
        Write(output, state, write, encoder, isName: true);

    private static void Write<TState>(RecordBuffer output, TState state, Action<Utf8JsonWriter, TState> write, JavaScriptEncoder? encoder, bool isName)
    {
        int start = output.Length;
        Utf8JsonWriter writer = output.WriterOf(encoder, MaxDepth);
        bool isWritten = false;
        try
        {
            // The writer gets as deep as the value will be, and behind a member's name: so it counts the depth on, and refuses a second value.
            writer.Reset();
            int depth = output.Depth;
            for (int level = 1; level < depth; level++)
            {
                writer.WriteStartArray();
            }

            if (depth > 0)
            {
                writer.WriteStartObject();
                if (!isName)
                {
                    writer.WritePropertyName(""u8);
                }
            }

            long before = writer.BytesCommitted + writer.BytesPending;
            write(writer, state);
            if (writer.CurrentDepth != depth || writer.BytesCommitted + writer.BytesPending == before)
            {
                throw Incomplete(isName);
            }

            writer.Flush();
            output.Remove(start, (int)before);
            if (isName && output.Value[^1] != (byte)':')
            {
                throw Incomplete(isName);
            }

            isWritten = true;
        }
        finally
        {
            if (!isWritten)
            {
                writer.Reset();
                output.Remove(start, output.Length - start);
            }
        }
    }

    private static RecordEncodingException Incomplete(bool isName)
    {
        string text = isName
            ? "The JSON converter wrote no name. Its WriteAsPropertyName has to write exactly one."
            : "The JSON converter wrote no complete value. It has to write exactly one.";
        return new RecordEncodingException(text, new JsonException(text));
    }

    // Without reflection (Native AOT) a converter that serializes other types by these options finds none; one that writes by itself needs none.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where the application serializes by reflection.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reached only where the application serializes by reflection.")]
    public static JsonSerializerOptions OptionsOf(JsonProfile profile, JsonNaming naming, bool relaxed)
    {
        var options = new JsonSerializerOptions(profile == JsonProfile.General ? JsonSerializerDefaults.General : JsonSerializerDefaults.Web);
        options.Encoder = relaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null;
        options.PropertyNamingPolicy = naming switch
        {
            JsonNaming.AsDeclared => null,
            JsonNaming.CamelCase => JsonNamingPolicy.CamelCase,
            JsonNaming.SnakeCaseLower => JsonNamingPolicy.SnakeCaseLower,
            JsonNaming.SnakeCaseUpper => JsonNamingPolicy.SnakeCaseUpper,
            JsonNaming.KebabCaseLower => JsonNamingPolicy.KebabCaseLower,
            JsonNaming.KebabCaseUpper => JsonNamingPolicy.KebabCaseUpper,
            _ => options.PropertyNamingPolicy,
        };

        // System.Text.Json shares what it knows of types among options that are equal. A resolver of their own keeps a plugin's types with the plugin.
        options.TypeInfoResolver = JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : JsonTypeInfoResolver.Combine();
        options.MakeReadOnly();
        return options;
    }
}
