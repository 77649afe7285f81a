using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the statement that appends a value without any framing: a header's, or a raw record's.</summary>
internal static class BytesEmitter
{
    public static string Write(HeaderForm form, string expression) => form switch
    {
        HeaderForm.Bytes => $"output.Write({expression});",
        HeaderForm.Memory => $"output.Write({expression}.Span);",
        _ => $"{Names.Text}.Write(output, {expression});",
    };
}
