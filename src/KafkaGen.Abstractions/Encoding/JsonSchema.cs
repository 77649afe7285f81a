using System.ComponentModel;
using System.Text;

namespace KafkaGen.Contracts;

/// <summary>
/// Puts the JSON schema of a contract's value together (draft 2020-12) from what each encoder tells of its type, so that a type which many contracts
/// use is described once in an assembly. Called by generated code, when an operator asks.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonSchema
{
    private const string Start = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"";

    private readonly List<(string Name, string Schema)> _definitions = [];

    private JsonSchema()
    {
    }

    /// <summary>The schema of a value.</summary>
    /// <param name="value">The schema of the value itself, which refers to the types that it names as <c>#/$defs/</c> and their name.</param>
    /// <param name="types">What defines these types, and those that they refer to.</param>
    /// <returns>One document, without references to others.</returns>
    public static string Of(string value, params Action<JsonSchema>[] types)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(types);
        var schema = new JsonSchema();
        foreach (Action<JsonSchema> define in types)
        {
            define(schema);
        }

        return schema.Write(value);
    }

    /// <summary>Defines a type, unless it is defined already.</summary>
    /// <param name="type">Its name.</param>
    /// <param name="schema">Its schema: an object.</param>
    /// <returns>Whether it was new, so that the types that it refers to are to be defined as well.</returns>
    public bool Define(string type, string schema)
    {
        if (_definitions.Exists(definition => definition.Name == type))
        {
            return false;
        }

        _definitions.Add((type, schema));
        return true;
    }

    private string Write(string value)
    {
        // A value of a type with a name is described in place, and refers to itself as the whole.
        int root = _definitions.FindIndex(definition => value == $"{{{ReferenceTo(definition.Name)}}}");
        string body = value;
        string self = string.Empty;
        if (root >= 0)
        {
            body = _definitions[root].Schema;
            self = ReferenceTo(_definitions[root].Name);
            _definitions.RemoveAt(root);
        }

        var text = new StringBuilder(Start);
        if (body.Length > "{}".Length)
        {
            text.Append(',').Append(body, 1, body.Length - 2);
        }

        for (int i = 0; i < _definitions.Count; i++)
        {
            text.Append(i == 0 ? ",\"$defs\":{" : ",").Append('"').Append(_definitions[i].Name).Append("\":").Append(_definitions[i].Schema);
        }

        text.Append(_definitions.Count > 0 ? "}}" : "}");
        return self.Length > 0 ? text.Replace(self, "\"$ref\":\"#\"").ToString() : text.ToString();
    }

    private static string ReferenceTo(string type) => $"\"$ref\":\"#/$defs/{type}\"";
}
