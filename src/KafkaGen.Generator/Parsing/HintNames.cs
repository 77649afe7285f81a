using System.Globalization;
using System.Text;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Names the generated files. The driver compares hint names without case, refuses most punctuation, and drops everything that was generated when
/// one is taken twice.
/// </summary>
internal sealed class HintNames
{
    // File systems allow 255 bytes a name; generated files can be written to disk.
    private const int MaxLength = 180;

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    public string Take(string name, string suffix)
    {
        string legal = Legal(name);
        string candidate = legal + suffix;
        for (int i = 2; !_taken.Add(candidate); i++)
        {
            candidate = legal + "-" + i.ToString(CultureInfo.InvariantCulture) + suffix;
        }

        return candidate;
    }

    private static string Legal(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            text.Append(c switch
            {
                '<' => '{',
                '>' => '}',
                '?' => '-',
                '.' or ',' or '+' or '-' or '_' or '[' or ']' => c,
                _ => char.IsLetterOrDigit(c) ? c : '_',
            });
        }

        return text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength);
    }
}
