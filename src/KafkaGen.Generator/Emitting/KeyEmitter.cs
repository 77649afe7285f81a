using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the two <c>WriteKey</c> of a contract: the message's reads the key and hands it to the key's, which a tombstone calls too.</summary>
internal static class KeyEmitter
{
    private const string NoKey = "return false;";

    public static void Emit(SourceWriter writer, ContractSpec contract, KeySpec key)
    {
        writer.Line();
        writer.Line($"public override bool WriteKey(in {contract.TypeName} message, {Names.Buffer} output) => {FromMessage(key)};");
        writer.Line();
        writer.Open($"public override bool WriteKey({key.TypeName} key, {Names.Buffer} output)");
        bool isOfSeveral = IsOfSeveral(key);
        EmitBody(writer, key.Parts, contract, part => isOfSeveral ? (Item(part.Place), part.CanBeNull) : ("key", false));
        writer.Close();
    }

    /// <summary>Writes the body of a <c>WriteKey</c> whose arguments come with a message.</summary>
    public static void EmitBody(SourceWriter writer, EquatableArray<KeyPartSpec> parts, string owner) =>
        EmitParts(writer, parts, owner, part => (part.Access.On("message"), part.CanBeNull));

    private static string FromMessage(KeySpec key)
    {
        KeyPartSpec first = key.Parts[0];
        if (IsOfSeveral(key))
        {
            IEnumerable<string> items = key.Parts
                .GroupBy(part => part.Place)
                .Select(member => member.First().Access.On("message") + (member.First().CanBeNull ? "!" : string.Empty));
            return $"WriteKey(({string.Join(", ", items)}), output)";
        }

        string expression = first.Access.On("message");
        return first.CanBeNull ? $"{expression} is {{ }} key && WriteKey(key, output)" : $"WriteKey({expression}, output)";
    }

    private static void EmitBody(
        SourceWriter writer, EquatableArray<KeyPartSpec> parts, ContractSpec contract, Func<KeyPartSpec, (string Expression, bool CanBeNull)> member)
    {
        if (contract.KeySerializer is null)
        {
            EmitParts(writer, parts, contract.Head.FullName, member);
            return;
        }

        writer.Line(SerializerEmitter.Call(SerializerEmitter.KeyField, "key", "Key"));
        writer.Line("return true;");
    }

    private static void EmitParts(
        SourceWriter writer, EquatableArray<KeyPartSpec> parts, string owner, Func<KeyPartSpec, (string Expression, bool CanBeNull)> member)
    {
        if (parts.Count == 1)
        {
            writer.Line(Write(parts[0], EmitPath(writer, parts[0], 0, member(parts[0]), NoKey)));
        }
        else
        {
            for (int i = 0; i < parts.Count; i++)
            {
                if (i > 0)
                {
                    writer.Line("output.Write((byte)'|');");
                }

                string fault = $"The key part '{parts[i].Member}' of '{owner}' is null. Every part of a composite key needs a value.";
                string value = EmitPath(writer, parts[i], i, member(parts[i]), $"throw new {Names.EncodingException}({Literal.Text(fault)});");
                writer.Line($"{Names.Key}.WriteComponent(output, {Cast(parts[i], value)});");
            }
        }

        writer.Line("return true;");
    }

    // The way from the member to the value, with a check where something can be null; returns the expression of the value.
    private static string EmitPath(SourceWriter writer, KeyPartSpec part, int index, (string Expression, bool CanBeNull) member, string whenNull)
    {
        string expression = EmitCheck(
            writer, member.Expression, member.CanBeNull, $"key{Literal.Number(index)}", part.IsWholeKey ? NoKey : whenNull);
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

    private static bool IsOfSeveral(KeySpec key) => key.Parts[key.Parts.Count - 1].Place > 0;

    private static string Item(int place) => $"key.Item{Literal.Number(place + 1)}";

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
