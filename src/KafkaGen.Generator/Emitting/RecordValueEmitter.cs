using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes <c>WriteValue</c>.</summary>
internal static class RecordValueEmitter
{
    public static void Emit(SourceWriter writer, ContractSpec contract)
    {
        string signature = $"public override void WriteValue(in {contract.TypeName} message, {Names.Buffer} output)";
        switch (contract.Value)
        {
            case EncodedValueSpec encoded:
                writer.Line();
                writer.Line($"{signature} => {encoded.Value.Encoder ?? Names.Json}.Write(output, message);");
                break;
            case RawValueSpec raw:
                writer.Line();
                writer.Open(signature);
                EmitRaw(writer, raw);
                writer.Close();
                break;
            case SerializedValueSpec serialized:
                writer.Line();
                writer.Line($"{signature} => {SerializerEmitter.Call(SerializerEmitter.ValueField, "message", "Value")}");
                break;
            case ContextValueSpec context:
                writer.Line();
                writer.Open(signature);
                writer.Line($"_type ??= {Names.ContextJson}.Of<{contract.TypeName}>({context.Context}.Default);");
                writer.Line($"{Names.ContextJson}.Write(output, message, _type);");
                writer.Close();
                break;
        }
    }

    private static void EmitRaw(SourceWriter writer, RawValueSpec raw)
    {
        string expression = raw.Access.On("message");
        if (raw.CanBeNull)
        {
            string fault = $"'{raw.Member}', the record's value, is null. An empty value is written as an empty one; a record without a value is a tombstone.";
            writer.Open($"if ({expression} is not {{ }} raw)");
            writer.Line($"throw new {Names.EncodingException}({Literal.Text(fault)});");
            writer.Close();
            writer.Line();
            expression = "raw";
        }

        writer.Line(BytesEmitter.Write(raw.Form, expression));
    }
}
