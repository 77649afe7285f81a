using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests;

/// <summary>A message as text, with every property: two messages are equal when their texts are.</summary>
internal static class MessageText
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string characters:
                text.Append(CultureInfo.InvariantCulture, $"'{characters}'");
                break;
            case byte[] bytes:
                text.Append(Convert.ToHexStringLower(bytes));
                break;
            case ReadOnlySequence<byte> bytes:
                text.Append(Convert.ToHexStringLower(bytes.ToArray()));
                break;
            case IEnumerable elements:
                text.Append('[');
                foreach (object? element in elements)
                {
                    Append(text, element);
                    text.Append(", ");
                }

                text.Append(']');
                break;
            case ProtocolStructure or UnknownTag:
                text.Append('{');
                foreach (PropertyInfo property in value.GetType().GetProperties().Where(property => property.CanWrite))
                {
                    text.Append(property.Name).Append(": ");
                    Append(text, property.GetValue(value));
                    text.Append("; ");
                }

                text.Append('}');
                break;
            default:
                text.AppendFormat(CultureInfo.InvariantCulture, "{0}", value);
                break;
        }
    }
}
