using System.ComponentModel;
using System.Text.Json.Serialization;

namespace KafkaGen.Contracts;

/// <summary>Writes values by a converter of the user's, as System.Text.Json would call it. Made once by generated code.</summary>
/// <typeparam name="T">What the converter writes.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonConverterText<T>
{
    private readonly JsonConverter<T> _converter;
    private readonly bool _writesNull;

    /// <summary>Takes the converter.</summary>
    /// <param name="converter">A <see cref="JsonConverter{T}"/>, or the factory of an enum's, which needs no reflection.</param>
    public JsonConverterText(JsonConverter converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        JsonConverter? made = converter is JsonConverterFactory factory ? factory.CreateConverter(typeof(T), WriterText.Options) : converter;
        _converter = made as JsonConverter<T>
            ?? throw new RecordEncodingException($"The JSON converter '{converter.GetType()}' makes no converter of '{typeof(T)}'.");
        if (!converter.CanConvert(typeof(T)))
        {
            throw new RecordEncodingException($"The JSON converter '{converter.GetType()}' says that it cannot write '{typeof(T)}'.");
        }

        _writesNull = default(T) is not null || _converter.HandleNull;
    }

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
            output, (_converter, value), static (writer, call) => call._converter.Write(writer, call.value, WriterText.Options));
    }
}
