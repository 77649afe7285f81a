using System.Globalization;
using System.Text;
using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Parsing;

/// <summary>The names of JSON members as System.Text.Json's naming policies and encoders write them.</summary>
internal static class JsonPropertyNames
{
    // A format character as others that stay, but never at the begin of a text that somebody splits.
    private const char ByteOrderMark = '\uFEFF';

    public static string Of(string name, JsonNamingForm naming) => naming switch
    {
        JsonNamingForm.AsDeclared => name,
        JsonNamingForm.SnakeCaseLower => Separated(name, '_', isLower: true),
        JsonNamingForm.SnakeCaseUpper => Separated(name, '_', isLower: false),
        JsonNamingForm.KebabCaseLower => Separated(name, '-', isLower: true),
        JsonNamingForm.KebabCaseUpper => Separated(name, '-', isLower: false),
        _ => CamelCase(name),
    };

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
    public static string Escape(string name, bool isRelaxed)
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
                case '"' when isRelaxed:
                    text.Append("\\\"");
                    break;
                case var plain when isRelaxed && IsPlainWhenRelaxed(plain):
                    text.Append(plain);
                    break;
                case var other when isRelaxed:
                    text.Append("\\u").Append(((int)other).ToString("X4", CultureInfo.InvariantCulture));
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

    /// <summary>
    /// JsonNamingPolicy.SnakeCaseLower and its like: a separator before a capital that follows a small letter or a digit, and before the last of
    /// several capitals that a small letter follows. What is neither letter nor digit stays and starts anew.
    /// </summary>
    private static string Separated(string name, char separator, bool isLower)
    {
        var text = new StringBuilder(name.Length + 8);
        UnicodeCategory? before = null;
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(c);
            switch (category)
            {
                case UnicodeCategory.UppercaseLetter:
                    bool endsCapitals = before == UnicodeCategory.UppercaseLetter && i + 1 < name.Length && char.IsLower(name[i + 1]);
                    if (before == UnicodeCategory.LowercaseLetter || endsCapitals)
                    {
                        text.Append(separator);
                    }

                    text.Append(isLower ? char.ToLowerInvariant(c) : c);
                    before = UnicodeCategory.UppercaseLetter;
                    break;
                case UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber:
                    text.Append(!isLower && category == UnicodeCategory.LowercaseLetter ? char.ToUpperInvariant(c) : c);
                    before = UnicodeCategory.LowercaseLetter;
                    break;
                default:
                    text.Append(c);
                    before = null;
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>JavaScriptEncoder.UnsafeRelaxedJsonEscaping: what is a letter or sign of the basic plane stays as it is.</summary>
    private static bool IsPlainWhenRelaxed(char c) => c is not ('"' or '\\' or ByteOrderMark) && CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.SpaceSeparator => c == ' ',
        _ => true,
    };
}
