using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes <c>WriteHeaders</c>, and <c>WriteConstantHeaders</c> for what a tombstone has of them.</summary>
internal static class HeaderEmitter
{
    public static void Emit(SourceWriter writer, ContractSpec contract)
    {
        EquatableArray<HeaderSpec> constants = contract.Headers.Where(header => header.Access is null).ToEquatableArray();
        EquatableArray<HeaderSpec> members = contract.Headers.Where(header => header.Access is not null).ToEquatableArray();
        if (constants.Count > 0)
        {
            writer.Line();
            writer.Open($"public override void WriteConstantHeaders({Names.Buffer} output)");
            EmitBody(writer, constants, default);
            writer.Close();
        }

        if (contract.Headers.Count + contract.HeaderSets.Count > 0)
        {
            writer.Line();
            writer.Open($"public override void WriteHeaders(in {contract.TypeName} message, {Names.Buffer} output)");
            if (constants.Count > 0)
            {
                writer.Line("WriteConstantHeaders(output);");
            }

            EmitBody(writer, members, contract.HeaderSets);
            writer.Close();
        }
    }

    /// <summary>Writes the body of a method that writes headers.</summary>
    public static void EmitBody(SourceWriter writer, EquatableArray<HeaderSpec> headers, EquatableArray<HeaderSetSpec> sets)
    {
        for (int i = 0; i < headers.Count; i++)
        {
            if (i > 0)
            {
                writer.Line();
            }

            Emit(writer, headers[i], i);
        }

        for (int i = 0; i < sets.Count; i++)
        {
            if (i + headers.Count > 0)
            {
                writer.Line();
            }

            EmitSet(writer, sets[i], i);
        }
    }

    private static void EmitSet(SourceWriter writer, HeaderSetSpec set, int index)
    {
        string expression = set.Access.On("message");
        if (set.CanBeNull)
        {
            string local = $"set{Literal.Number(index)}";
            writer.Open($"if ({expression} is {{ }} {local})");
            expression = local;
        }

        writer.Open($"foreach (var header in {(set.Through is null ? expression : $"({set.Through}){expression}")})");
        if (set.IsPair)
        {
            writer.Open("if (header.Value is { } text)");
        }

        writer.Line($"output.BeginHeader(header.{(set.IsPair ? "Key" : "Name")});");
        writer.Line(BytesEmitter.Write(set.Form, set.IsPair ? "text" : "header.Value"));
        writer.Line("output.EndHeader();");
        if (set.IsPair)
        {
            writer.Close();
        }

        writer.Close();
        if (set.CanBeNull)
        {
            writer.Close();
        }
    }

    private static void Emit(SourceWriter writer, HeaderSpec header, int index)
    {
        if (header.Access is not { } access)
        {
            EmitHeader(writer, header, $"output.Write({Literal.Utf8(header.Constant ?? string.Empty)});");
        }
        else if (header.CanBeNull)
        {
            string local = $"header{Literal.Number(index)}";
            writer.Open($"if ({access.On("message")} is {{ }} {local})");
            EmitHeader(writer, header, Write(header, local));
            writer.Close();
        }
        else
        {
            EmitHeader(writer, header, Write(header, access.On("message")));
        }
    }

    private static void EmitHeader(SourceWriter writer, HeaderSpec header, string write)
    {
        writer.Line($"output.BeginHeader({Literal.Utf8(header.Name)});");
        writer.Line(write);
        writer.Line("output.EndHeader();");
    }

    private static string Write(HeaderSpec header, string expression) =>
        BytesEmitter.Write(header.Form, header.Cast is null ? expression : $"({header.Cast}){expression}");
}
