using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KafkaGen.Contracts;

/// <summary>Writes values by a converter of the user's, as System.Text.Json would call it. Made once by generated code.</summary>
/// <typeparam name="T">What the converter writes.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonConverterText<T>
{
    private readonly JsonConverter<T> _converter;
    private readonly JsonSerializerOptions _options;
    private readonly bool _writesNull;

    /// <summary>Takes the converter.</summary>
    /// <param name="converter">A <see cref="JsonConverter{T}"/>, or the factory of an enum's, which needs no reflection.</param>
    public JsonConverterText(JsonConverter converter)
        : this(converter, WriterText.OptionsFor(typeof(T), converter))
    {
    }

    /// <summary>Takes the converter, and the options that it sees.</summary>
    /// <param name="converter">A <see cref="JsonConverter{T}"/>, or the factory of an enum's, which needs no reflection.</param>
    /// <param name="profile">The defaults of System.Text.Json.</param>
    /// <param name="naming">The names of members.</param>
    /// <param name="relaxed">Whether text is escaped no more than JSON needs.</param>
    public JsonConverterText(JsonConverter converter, JsonProfile profile, JsonNaming naming, bool relaxed)
        : this(converter, WriterText.OptionsOf(profile, naming, relaxed))
    {
    }

    private JsonConverterText(JsonConverter converter, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(converter);
        _options = options;
        JsonConverter? made = converter is JsonConverterFactory factory ? factory.CreateConverter(typeof(T), options) : converter;
        _converter = made as JsonConverter<T>
            ?? throw new RecordEncodingException($"The JSON converter '{converter.GetType()}' makes no converter of '{typeof(T)}'.");
        if (!converter.CanConvert(typeof(T)))
        {
            throw new RecordEncodingException($"The JSON converter '{converter.GetType()}' says that it cannot write '{typeof(T)}'.");
        }

        _writesNull = default(T) is not null || _converter.HandleNull;
    }

    /// <summary>
    /// The converter that the type itself names: another source generator may have given it one, which KafkaGen's generator does not see. Without one,
    /// a converter that refuses every value.
    /// </summary>
    public static JsonConverter OfType() => typeof(T).GetCustomAttribute<JsonConverterAttribute>(inherit: false) switch
    {
        null => new Refusal(),
        { ConverterType: { } type } => (JsonConverter)Activator.CreateInstance(type)!,
        var attribute => attribute.CreateConverter(typeof(T)) ?? new Refusal(),
    };

    /// <summary>Writes a value.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="RecordEncodingException">The converter wrote no value, or the data is nested too deeply.</exception>
    public void Write(RecordBuffer output, T value)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value is null && !_writesNull)
        {
            JsonText.WriteNull(output);
            return;
        }

        WriterText.Write(
            output,
            (_converter, value, _options),
            static (writer, call) => call._converter.Write(writer, call.value, call._options),
            _options.Encoder);
    }

    /// <summary>Writes a key of a dictionary as the name of a member, with the colon after it.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="RecordEncodingException">The converter wrote no name.</exception>
    public void WritePropertyName(RecordBuffer output, T key)
    {
        ArgumentNullException.ThrowIfNull(output);
        WriterText.WriteName(
            output,
            (_converter, key, _options),
            static (writer, call) => call._converter.WriteAsPropertyName(writer, call.key!, call._options),
            _options.Encoder);
    }

    private sealed class Refusal : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw Refuse();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw Refuse();

        private static RecordEncodingException Refuse() => new(
            $"'{typeof(T)}' has no member that KafkaGen's generator could see, and no [JsonConverter]. Let the generator that completes it make one, " +
            "or put a [JsonConverter] on the member.");
    }
}
