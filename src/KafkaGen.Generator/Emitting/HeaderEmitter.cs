using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the body of <c>WriteHeaders</c>.</summary>
internal static class HeaderEmitter
{
    public static void EmitBody(SourceWriter writer, ContractSpec contract)
    {
        EquatableArray<HeaderSpec> headers = contract.Headers;
        for (int i = 0; i < headers.Count; i++)
        {
            if (i > 0)
            {
                writer.Line();
            }

            Emit(writer, headers[i], i);
        }

        for (int i = 0; i < contract.HeaderSets.Count; i++)
        {
            if (i + headers.Count > 0)
            {
                writer.Line();
            }

            EmitSet(writer, contract.HeaderSets[i], i);
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
