using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the statement that writes one value.</summary>
internal static class ValueEmitter
{
    /// <summary>Writes a value that may be a <see cref="Nullable{T}"/>.</summary>
    public static void Emit(SourceWriter writer, ValueSpec value, string expression, string local)
    {
        if (!value.IsNullableValue)
        {
            EmitPresent(writer, value, expression);
            return;
        }

        writer.Open($"if ({expression} is {{ }} {local})");
        EmitPresent(writer, value, local);
        writer.Close();
        writer.Open("else");
        writer.Line($"{Names.Json}.WriteNull(output);");
        writer.Close();
        writer.Line();
    }

    /// <summary>Writes a value that is known to be there.</summary>
    public static void EmitPresent(SourceWriter writer, ValueSpec value, string expression)
    {
        string argument = value.Cast is null ? expression : $"({value.Cast}){expression}";
        string method = value.Numbers switch
        {
            NumberForm.AsString => "WriteAsString",
            NumberForm.OrName => "WriteOrName",
            _ => "Write",
        };
        writer.Line($"{value.Encoder ?? Names.Json}.{method}(output, {argument});");
    }
}
