using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KafkaGen.Contracts;

/// <summary>Writes values by a <see cref="JsonSerializerContext"/> of the application's. Called by generated code.</summary>
public static class ContextJson
{
    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    // Weak: the options know types of the assembly that the context is of, which may be unloaded while this thread goes on.
    [ThreadStatic]
    private static WeakReference<JsonSerializerOptions>? s_options;

    /// <summary>What a context knows of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="context">The context.</param>
    /// <exception cref="KafkaContractException">It does not know the type.</exception>
    public static JsonTypeInfo<T> Of<T>(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string type = typeof(T).FullName ?? typeof(T).Name;
        return context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? throw new KafkaContractException(
            type, $"'{context.GetType().FullName}' has no [JsonSerializable(typeof({typeof(T).Name}))], by which '{type}' is to be written.");
    }

    /// <summary>Writes a value as <see cref="JsonSerializer"/> does by the context's options.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">What the context knows of its type.</param>
    public static void Write<T>(RecordBuffer output, T value, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);

        // Taken out while it writes: a getter may produce another message on this thread.
        Utf8JsonWriter? writer = s_writer;
        s_writer = null;
        WeakReference<JsonSerializerOptions> last = s_options ??= new WeakReference<JsonSerializerOptions>(type.Options);
        bool isSame = last.TryGetTarget(out JsonSerializerOptions? options) && options == type.Options;
        if (writer is not null && isSame)
        {
            writer.Reset(output);
        }
        else
        {
            writer = new Utf8JsonWriter(output, OptionsOf(type.Options));
        }

        try
        {
            JsonSerializer.Serialize(writer, value, type);
            writer.Flush();
        }
        finally
        {
            // What a failure left in it is not flushed, and it holds on to nobody's buffer.
            writer.Reset(Nowhere.Instance);
            if (type.Options.Encoder is not { } encoder || !encoder.GetType().IsCollectible)
            {
                s_writer = writer;
                last.SetTarget(type.Options);
            }
        }
    }

    // The writer decides escaping, indentation and depth, not the serializer: by the options that the serializer would have made one with.
    private static JsonWriterOptions OptionsOf(JsonSerializerOptions options)
    {
        const int DefaultDepth = 64;
        var writer = new JsonWriterOptions
        {
            Encoder = options.Encoder,
            Indented = options.WriteIndented,
            MaxDepth = options.MaxDepth == 0 ? DefaultDepth : options.MaxDepth,
            SkipValidation = true,
        };
#if NET9_0_OR_GREATER
        writer.IndentCharacter = options.IndentCharacter;
        writer.IndentSize = options.IndentSize;
        writer.NewLine = options.NewLine;
#endif
        return writer;
    }

    private sealed class Nowhere : System.Buffers.IBufferWriter<byte>
    {
        public static readonly Nowhere Instance = new();

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new InvalidOperationException("Nothing is written between two records.");

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
