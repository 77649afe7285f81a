using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the bodies of the encoders of arrays, lists and dictionaries.</summary>
internal static class CollectionEmitter
{
    public static void EmitList(SourceWriter writer, ListEncoderSpec list)
    {
        if (list.Loop == ListLoop.ImmutableArray)
        {
            string fault = $"A value of type '{list.DisplayName}' was never initialized. Set it to an empty array, or make the member nullable.";
            writer.Open("if (value.IsDefault)");
            writer.Line($"throw new {Names.EncodingException}({Literal.Text(fault)}, new global::System.InvalidOperationException());");
            writer.Close();
            writer.Line();
        }

        writer.Line("output.Enter();");
        writer.Line("output.Write((byte)'[');");
        switch (list.Loop)
        {
            case ListLoop.Enumerate:
                EmitEnumeration(writer, list);
                break;
            case ListLoop.ListInterface:
                writer.Open($"if ({Names.Lists}.IsIndexed(value))");
                EmitIndex(writer, list, "value", "Count");
                writer.Close();
                writer.Open("else");
                EmitEnumeration(writer, list);
                writer.Close();
                writer.Line();
                break;
            case ListLoop.Span:
                writer.Line("var items = value.Span;");
                EmitIndex(writer, list, "items", "Length");
                break;
            case ListLoop.List when list.Through is not null:
                writer.Line($"var items = {Through(list.Through)};");
                EmitIndex(writer, list, "items", "Count");
                break;
            default:
                EmitIndex(writer, list, "value", list.Loop == ListLoop.List ? "Count" : "Length");
                break;
        }

        writer.Line("output.Write((byte)']');");
        writer.Line("output.Leave();");
    }

    public static void EmitDictionary(SourceWriter writer, DictionaryEncoderSpec dictionary)
    {
        writer.Line("output.Enter();");
        writer.Line("output.Write((byte)'{');");
        writer.Line("bool separate = false;");
        writer.Open($"foreach ({dictionary.EntryTypeName} entry in {Through(dictionary.Through)})");
        EmitComma(writer, "separate");
        writer.Line("separate = true;");
        writer.Line($"{dictionary.KeyEncoder ?? Names.Json}.WritePropertyName(output, entry.Key);");
        ValueEmitter.Emit(writer, dictionary.Value, "entry.Value", "item");
        writer.Close();
        writer.Line();
        writer.Line("output.Write((byte)'}');");
        writer.Line("output.Leave();");
    }

    private static void EmitIndex(SourceWriter writer, ListEncoderSpec list, string items, string count)
    {
        writer.Open($"for (int index = 0; index < {items}.{count}; index++)");
        EmitComma(writer, "index > 0");
        ValueEmitter.Emit(writer, list.Element, $"{items}[index]", "item");
        writer.Close();
        writer.Line();
    }

    private static void EmitEnumeration(SourceWriter writer, ListEncoderSpec list)
    {
        writer.Line("bool separate = false;");
        writer.Open($"foreach (var element in {Through(list.Through)})");
        EmitComma(writer, "separate");
        writer.Line("separate = true;");
        ValueEmitter.Emit(writer, list.Element, "element", "item");
        writer.Close();
        writer.Line();
    }

    private static void EmitComma(SourceWriter writer, string condition)
    {
        writer.Open($"if ({condition})");
        writer.Line("output.Write((byte)',');");
        writer.Close();
        writer.Line();
    }

    private static string Through(string? type) => type is null ? "value" : $"({type})value";
}
