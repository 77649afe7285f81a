using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KafkaGen.Contracts;

/// <summary>
/// Writes values that are declared as <see cref="object"/> by their own type, as System.Text.Json does. Scalars and JSON are written here;
/// everything else by System.Text.Json's reflection, which Native AOT and trimmed programs do not have. Made once by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonAnyText
{
    private readonly JsonSerializerOptions _options;
    private readonly bool _relaxed;

    /// <summary>Takes the options by which a whole message would be written.</summary>
    /// <param name="profile">The defaults of System.Text.Json.</param>
    /// <param name="naming">The names of members.</param>
    /// <param name="relaxed">Whether text is escaped no more than JSON needs.</param>
    public JsonAnyText(JsonProfile profile = JsonProfile.Web, JsonNaming naming = JsonNaming.Default, bool relaxed = false)
    {
        _options = WriterText.OptionsOf(profile, naming, relaxed);
        _relaxed = relaxed;
    }

    /// <summary>Writes a value.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="RecordEncodingException">There is no reflection, and the value is neither a scalar nor JSON.</exception>
    public void Write(RecordBuffer output, object? value)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value is null)
        {
            JsonText.WriteNull(output);
        }
        else if (!TryWriteText(output, value) && !TryWriteScalar(output, value) && !TryWriteJson(output, value))
        {
            WriteByReflection(output, value);
        }
    }

    // Compared by exact type: a class derived from Uri is an object with members, and the runtime takes an sbyte[] for a byte[].
    private bool TryWriteText(RecordBuffer output, object value)
    {
        string? text = value switch
        {
            string letters => letters,
            char letter => letter.ToString(),
            Uri uri when uri.GetType() == typeof(Uri) => uri.OriginalString,
            _ => null,
        };
        if (text is null)
        {
            return false;
        }

        if (_relaxed)
        {
            RelaxedJsonText.Write(output, text);
        }
        else
        {
            JsonString.Write(output, text);
        }

        return true;
    }

    private static bool TryWriteScalar(RecordBuffer output, object value)
    {
        switch (value)
        {
            case bool one:
                JsonText.Write(output, one);
                return true;
            case byte one:
                JsonText.Write(output, one);
                return true;
            case sbyte one:
                JsonText.Write(output, one);
                return true;
            case short one:
                JsonText.Write(output, one);
                return true;
            case ushort one:
                JsonText.Write(output, one);
                return true;
            case int one:
                JsonText.Write(output, one);
                return true;
            case uint one:
                JsonText.Write(output, one);
                return true;
            case long one:
                JsonText.Write(output, one);
                return true;
            case ulong one:
                JsonText.Write(output, one);
                return true;
            case Int128 one:
                JsonText.Write(output, one);
                return true;
            case UInt128 one:
                JsonText.Write(output, one);
                return true;
            case Half one:
                JsonText.Write(output, one);
                return true;
            case float one:
                JsonText.Write(output, one);
                return true;
            case double one:
                JsonText.Write(output, one);
                return true;
            case decimal one:
                JsonText.Write(output, one);
                return true;
            case Guid one:
                JsonText.Write(output, one);
                return true;
            case DateTime one:
                JsonText.Write(output, one);
                return true;
            case DateTimeOffset one:
                JsonText.Write(output, one);
                return true;
            case DateOnly one:
                JsonText.Write(output, one);
                return true;
            case TimeOnly one:
                JsonText.Write(output, one);
                return true;
            case TimeSpan one:
                JsonText.Write(output, one);
                return true;
            case Version one:
                JsonText.Write(output, one);
                return true;
            case byte[] one when one.GetType() == typeof(byte[]):
                JsonText.Write(output, one);
                return true;
            case Memory<byte> one:
                JsonText.Write(output, one);
                return true;
            case ReadOnlyMemory<byte> one:
                JsonText.Write(output, one);
                return true;
            default:
                return false;
        }
    }

    private bool TryWriteJson(RecordBuffer output, object value)
    {
        switch (value)
        {
            case JsonElement element:
                WriterText.Write(output, element, static (writer, json) => json.WriteTo(writer), _options.Encoder);
                return true;
            case JsonDocument document:
                WriterText.Write(output, document, static (writer, json) => json.WriteTo(writer), _options.Encoder);
                return true;
            case JsonNode node:
                WriterText.Write(output, (node, _options), static (writer, json) => json.node.WriteTo(writer, json._options), _options.Encoder);
                return true;
            case not null when value.GetType() == typeof(object):
                output.Write("{}"u8);
                return true;
            default:
                return false;
        }
    }

    // The constant of trimmed programs, so that they do not keep System.Text.Json's reflection for a branch that they cannot take.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where the application serializes by reflection.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reached only where the application serializes by reflection.")]
    private void WriteByReflection(RecordBuffer output, object value)
    {
        if (!JsonSerializer.IsReflectionEnabledByDefault)
        {
            throw Unknown(value.GetType());
        }

        // As an object, not as its own type: only so is a type that a polymorphic ancestor lists written with its discriminator.
        WriterText.Write(
            output,
            (value, _options),
            static (writer, json) => JsonSerializer.Serialize<object>(writer, json.value, json._options),
            _options.Encoder);
    }

    private static RecordEncodingException Unknown(Type type) => new(
        $"A member of type object holds a '{type}', which only reflection could write, and this program has none (Native AOT, trimming). " +
        "Declare the member with its type, put a [JsonConverter] on it, or let a JsonSerializerContext of yours write the message ([KafkaTopic(JsonContext = ...)]).",
        new NotSupportedException($"No JSON metadata for type '{type}'."));
}
