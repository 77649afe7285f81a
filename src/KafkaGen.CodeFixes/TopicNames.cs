using System.Text;
using KafkaGen.Generator.Parsing;

namespace KafkaGen.CodeFixes;

/// <summary>Topic names that fixes propose.</summary>
internal static class TopicNames
{
    /// <summary><c>OrderCreated</c> becomes <c>order.created</c>, <c>HTTPRequest2</c> <c>http.request2</c>.</summary>
    public static string For(string typeName)
    {
        var name = new StringBuilder();
        for (int i = 0; i < typeName.Length; i++)
        {
            char c = typeName[i];
            bool startsWord = char.IsUpper(c)
                && i > 0
                && (!char.IsUpper(typeName[i - 1]) || (i + 1 < typeName.Length && char.IsLower(typeName[i + 1])));
            if (startsWord)
            {
                name.Append('.');
            }

            name.Append(char.ToLowerInvariant(c));
        }

        return Corrected(name.ToString().Replace('_', '.')) ?? "topic";
    }

    /// <summary>The name with each run of characters that are not allowed replaced by the separator that it uses already; <see langword="null"/> when nothing is left.</summary>
    public static string? Corrected(string name)
    {
        char separator = name.Contains('.') || !(name.Contains('_') || name.Contains('-')) ? '.' : name.Contains('_') ? '_' : '-';
        var legal = new StringBuilder();
        bool isGap = false;
        foreach (char c in name)
        {
            if (TopicName.Fault("x" + c) is not null || c == separator)
            {
                isGap = legal.Length > 0;
                continue;
            }

            if (isGap)
            {
                legal.Append(separator);
                isGap = false;
            }

            legal.Append(c);
        }

        string text = legal.ToString();
        return TopicName.Fault(text) is null ? text : null;
    }
}
