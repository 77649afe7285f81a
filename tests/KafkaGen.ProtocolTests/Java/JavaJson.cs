using System.Buffers;
using System.Buffers.Text;
using System.Collections;
using System.Reflection;
using System.Text.Json;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests.Java;

/// <summary>Compares a message with the JSON that Kafka's own classes make of it, field by field and by Kafka's names.</summary>
internal static class JavaJson
{
    /// <summary>Adds a line to <paramref name="differences"/> for each field that differs, is missing, or that there is nothing for here.</summary>
    public static void Compare(ProtocolStructure structure, JsonElement json, short version, bool isFlexible, string path, List<string> differences)
    {
        HashSet<string> names = [];
        foreach ((PropertyInfo property, _) in FieldsOfVersion.Of(structure.GetType(), version, isFlexible).Carried)
        {
            object? value = property.GetValue(structure);
            string name = KafkaNames.Of(property);

            // Records are not part of the JSON, only how many bytes they have.
            if (value is ReadOnlySequence<byte> records)
            {
                name += "SizeInBytes";
                value = records.Length;
            }

            names.Add(name);
            if (json.TryGetProperty(name, out JsonElement element))
            {
                CompareValue(value, element, version, isFlexible, $"{path}.{name}", differences);
            }
            else if (!IsDefault(property, value))
            {
                differences.Add($"{path}.{name}: Java has none, here it is {MessageText.Of(value)}");
            }
        }

        differences.AddRange(json.EnumerateObject().Where(field => !names.Contains(field.Name)).Select(field => $"{path}.{field.Name}: only Java has it"));
    }

    private static void CompareValue(object? value, JsonElement json, short version, bool isFlexible, string path, List<string> differences)
    {
        switch (value)
        {
            case ProtocolStructure nested:
                Compare(nested, json, version, isFlexible, path, differences);
                return;
            case IList list and not byte[]:
                if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != list.Count)
                {
                    differences.Add($"{path}: {list.Count} elements, Java has {json}");
                    return;
                }

                for (int index = 0; index < list.Count; index++)
                {
                    CompareValue(list[index], json[index], version, isFlexible, $"{path}[{index}]", differences);
                }

                return;
        }

        bool equal = value switch
        {
            null => json.ValueKind == JsonValueKind.Null,
            string text => json.ValueKind == JsonValueKind.String && json.GetString() == text,
            bool flag => json.ValueKind == (flag ? JsonValueKind.True : JsonValueKind.False),
            byte[] bytes => json.GetString() == Convert.ToBase64String(bytes),
            Guid id => json.GetString() == Base64Url.EncodeToString(id.ToByteArray(bigEndian: true)),
            Enum number => json.GetInt64() == Convert.ToInt64(number),
            IConvertible number => json.GetInt64() == Convert.ToInt64(number),
            _ => throw new NotSupportedException($"{path}: {value.GetType()}"),
        };
        if (!equal)
        {
            differences.Add($"{path}: {MessageText.Of(value)}, Java has {json}");
        }
    }

    /// <summary>Java leaves tagged fields with their default out of the JSON, as they are left out of the bytes.</summary>
    private static bool IsDefault(PropertyInfo property, object? value) =>
        MessageText.Of(value) == MessageText.Of(property.GetValue(Activator.CreateInstance(property.DeclaringType!)));
}
