using System.Globalization;
using System.Text;

namespace KafkaGen.Generator.Parsing;

/// <summary>The names of JSON members as <c>JsonSerializerDefaults.Web</c> writes them.</summary>
internal static class JsonPropertyNames
{
    /// <summary>JsonNamingPolicy.CamelCase: lowers the leading capitals, but not the last of them when a small letter follows it.</summary>
    public static string CamelCase(string name)
    {
        char[] letters = name.ToCharArray();
        for (int i = 0; i < letters.Length && char.IsUpper(letters[i]); i++)
        {
            bool startsNextWord = i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1]);
            if (startsNextWord)
            {
                break;
            }

            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new string(letters);
    }

    /// <summary>Whether the text can be written as UTF-8: every surrogate has its other half.</summary>
    public static bool IsValid(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(name[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>JavaScriptEncoder.Default: only the letters, digits and signs that are safe in HTML too stay as they are.</summary>
    public static string Escape(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            switch (c)
            {
                case '\b':
                    text.Append("\\b");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case < ' ' or > '~' or '"' or '&' or '\'' or '+' or '<' or '>' or '`':
                    text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        return text.ToString();
    }
}
