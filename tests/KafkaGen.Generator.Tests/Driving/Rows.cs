using System.Globalization;
using System.Text.RegularExpressions;

namespace KafkaGen.Generator.Tests.Driving;

/// <summary>
/// Many small cases in one compilation, which costs as much as one case in one. Each row declares a contract named <c>Order</c>; it is put into a
/// namespace of its own, where contract and topic get the row's number, so that rows are in nobody's way.
/// </summary>
internal static partial class Rows
{
    /// <summary>One source of what the rows share and the rows, without values.</summary>
    public static string Source(string shared, IEnumerable<string> rows) => Source(shared, rows.Select(row => (row, "0")));

    /// <summary>One source of what the rows share and the rows. Its <c>Sample.Create()</c> makes the values of all, in their sequence.</summary>
    public static string Source(string shared, IEnumerable<(string Declarations, string Value)> rows)
    {
        (string Declarations, string Value)[] all = [.. rows];
        IEnumerable<string> namespaces = all.Select((row, number) => Numbered(
            $"namespace Row# {{ {row.Declarations} public static class Sample {{ public static object Create() => {row.Value}; }} }}", number));
        IEnumerable<string> values = all.Select((_, number) => Numbered("Row#.Sample.Create()", number));
        return $$"""
            {{shared}}
            {{string.Join('\n', namespaces)}}
            public static class Sample { public static object[] Create() => new object[] { {{string.Join(", ", values)}} }; }
            """;
    }

    private static string Numbered(string row, int number)
    {
        string text = number.ToString(CultureInfo.InvariantCulture);
        row = row.Replace("Row#", "Row" + text, StringComparison.Ordinal).Replace("KafkaTopic(\"a\"", $"KafkaTopic(\"a{text}\"", StringComparison.Ordinal);
        return Contract().Replace(row, "Order" + text);
    }

    [GeneratedRegex(@"\bOrder\b(?! =)")]
    private static partial Regex Contract();
}
