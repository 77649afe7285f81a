using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the body of <c>WriteKey</c>.</summary>
internal static class KeyEmitter
{
    private const string NoKey = "return false;";

    public static void EmitBody(SourceWriter writer, ContractSpec contract)
    {
        EquatableArray<KeyPartSpec> key = contract.Key;
        if (contract.KeySerializer is not null)
        {
            writer.Line(SerializerEmitter.Call(SerializerEmitter.KeyField, EmitPath(writer, key[0], 0, NoKey), "Key"));
        }
        else if (key.Count == 1)
        {
            writer.Line(Write(key[0], EmitPath(writer, key[0], 0, NoKey)));
        }
        else
        {
            for (int i = 0; i < key.Count; i++)
            {
                if (i > 0)
                {
                    writer.Line("output.Write((byte)'|');");
                }

                string fault = $"The key part '{key[i].Member}' of '{contract.Head.FullName}' is null. Every part of a composite key needs a value.";
                string value = EmitPath(writer, key[i], i, $"throw new {Names.EncodingException}({Literal.Text(fault)});");
                writer.Line($"{Names.Key}.WriteComponent(output, {Cast(key[i], value)});");
            }
        }

        writer.Line();
        writer.Line("return true;");
    }

    // The way from the message to the value, with a check where something can be null; returns the expression of the value.
    private static string EmitPath(SourceWriter writer, KeyPartSpec part, int index, string whenNull)
    {
        string expression = EmitCheck(
            writer, part.Access.On("message"), part.CanBeNull, $"key{Literal.Number(index)}", part.IsWholeKey ? NoKey : whenNull);
        for (int step = 0; step < part.Unwrap.Count; step++)
        {
            expression = EmitCheck(
                writer,
                $"{expression}.{part.Unwrap[step].Name}",
                part.Unwrap[step].CanBeNull,
                $"key{Literal.Number(index)}{(char)('a' + step)}",
                whenNull);
        }

        return expression;
    }

    private static string EmitCheck(SourceWriter writer, string expression, bool canBeNull, string local, string whenNull)
    {
        if (!canBeNull)
        {
            return expression;
        }

        writer.Open($"if ({expression} is not {{ }} {local})");
        writer.Line(whenNull);
        writer.Close();
        writer.Line();
        return local;
    }

    private static string Write(KeyPartSpec part, string value)
    {
        string method = part.Form switch
        {
            KeyForm.Text => $"{Names.Text}.Write",
            KeyForm.BigEndianGuid => $"{Names.Key}.WriteBigEndian",
            _ => $"{Names.Key}.Write",
        };
        return $"{method}(output, {Cast(part, value)});";
    }

    private static string Cast(KeyPartSpec part, string expression) => part.Cast is null ? expression : $"({part.Cast}){expression}";
}
