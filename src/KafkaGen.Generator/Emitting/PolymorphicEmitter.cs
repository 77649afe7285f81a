using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the body of an encoder that looks at the value's own type.</summary>
internal static class PolymorphicEmitter
{
    public static void EmitBody(SourceWriter writer, PolymorphicEncoderSpec encoder)
    {
        string branch = "if";
        foreach (DerivedEncoderSpec derived in encoder.Derived)
        {
            string test = encoder.ByNearest ? $"value is {derived.TypeName}" : $"value.GetType() == typeof({derived.TypeName})";
            writer.Open($"{branch} ({test})");
            writer.Line($"{derived.Encoder}.Write(output, ({derived.TypeName})value);");
            writer.Close();
            branch = "else if";
        }

        if (encoder.OfBase is { } ofBase)
        {
            writer.Open(encoder.AcceptsUnknown ? "else" : $"else if (value.GetType() == typeof({encoder.TypeName}))");
            writer.Line($"{ofBase}.Write(output, value);");
            writer.Close();
        }

        if (!encoder.AcceptsUnknown)
        {
            writer.Open("else");
            writer.Line($"throw {Names.Derived}.Unknown(value.GetType(), typeof({encoder.TypeName}));");
            writer.Close();
        }
    }
}
