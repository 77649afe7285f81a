using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the body of <c>WriteHeaders</c>.</summary>
internal static class HeaderEmitter
{
    public static void EmitBody(SourceWriter writer, EquatableArray<HeaderSpec> headers)
    {
        for (int i = 0; i < headers.Count; i++)
        {
            if (i > 0)
            {
                writer.Line();
            }

            Emit(writer, headers[i], i);
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
