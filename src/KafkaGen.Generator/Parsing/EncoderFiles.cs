using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Says which encoders share a file: those of a type and of its collections. The driver compares the name of each generated file with those of all
/// others whenever a key is pressed, so that a file less is time saved.
/// </summary>
internal static class EncoderFiles
{
    /// <summary>
    /// The encoders of each file, that which it is named after first, each encoder once; and those of other files whose schemas have no name, so that
    /// the schemas of this file write them out.
    /// </summary>
    public static IEnumerable<(EncoderSpec[] Encoders, EncoderSpec[] Used)> Group(IEnumerable<EncoderSpec> encoders)
    {
        Dictionary<string, EncoderSpec> all = [];
        foreach (EncoderSpec encoder in encoders)
        {
            if (!all.ContainsKey(encoder.ClassName))
            {
                all.Add(encoder.ClassName, encoder);
            }
        }

        return all.Values
            .GroupBy(encoder => HomeOf(encoder, all))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => file
                .OrderByDescending(encoder => encoder.ClassName == file.Key)
                .ThenBy(encoder => encoder.ClassName, StringComparer.Ordinal)
                .ToArray())
            .Select(file => (file, UsedBy(file, all)));
    }

    private static EncoderSpec[] UsedBy(EncoderSpec[] file, Dictionary<string, EncoderSpec> all)
    {
        var used = new List<EncoderSpec>(file);
        for (int i = 0; i < used.Count; i++)
        {
            foreach (string? name in PartsOf(used[i]))
            {
                if (name is not null && all.TryGetValue(name, out EncoderSpec? part) && !part.HasSchema && !used.Contains(part))
                {
                    used.Add(part);
                }
            }
        }

        return [.. used.Skip(file.Length)];
    }

    private static string HomeOf(EncoderSpec encoder, Dictionary<string, EncoderSpec> all)
    {
        // A collection may be an element of its own.
        var passed = new HashSet<string>(StringComparer.Ordinal);
        EncoderSpec home = encoder;
        while (ElementOf(home) is { } element && all.TryGetValue(element, out EncoderSpec? next) && passed.Add(home.ClassName))
        {
            home = next;
        }

        return home is ListEncoderSpec or DictionaryEncoderSpec ? encoder.ClassName : home.ClassName;
    }

    private static IEnumerable<string?> PartsOf(EncoderSpec encoder) => encoder switch
    {
        ObjectEncoderSpec shape => shape.Members.Select(member => member.Value.Encoder),
        OptionEncoderSpec option => [option.Value.Encoder],
        _ => [ElementOf(encoder)],
    };

    private static string? ElementOf(EncoderSpec encoder) => encoder switch
    {
        ListEncoderSpec list => list.Element.Encoder,
        DictionaryEncoderSpec dictionary => dictionary.Value.Encoder,
        _ => null,
    };
}
