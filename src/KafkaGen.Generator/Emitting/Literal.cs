using System.Globalization;
using System.Text;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes C# string literals.</summary>
internal static class Literal
{
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (c is >= ' ' and <= '~')
            {
                text.Append(c);
            }
            else
            {
                // Half a surrogate pair is no character: UTF-8 replaces it, and a UTF-8 literal refuses it.
                char valid = IsHalfPair(value, i) ? '\uFFFD' : c;
                text.Append("\\u").Append(((int)valid).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return text.Append('"').ToString();
    }

    public static string Utf8(string value) => Text(value) + "u8";

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool IsHalfPair(string value, int index) =>
        char.IsHighSurrogate(value[index])
            ? index + 1 == value.Length || !char.IsLowSurrogate(value[index + 1])
            : char.IsLowSurrogate(value[index]) && (index == 0 || !char.IsHighSurrogate(value[index - 1]));
}
