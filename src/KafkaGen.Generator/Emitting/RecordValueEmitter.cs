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
                writer.Line($"{signature} => {encoded.Value.Encoder}.Write(output, message);");
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
}
