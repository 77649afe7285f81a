using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the body of an object's encoder: punctuation and names as literals, with as few writes as the shape allows.</summary>
internal static class ObjectEmitter
{
    public static void EmitBody(SourceWriter writer, ObjectEncoderSpec shape)
    {
        if (shape.Members.Count == 0 && shape.Extension is null)
        {
            writer.Line($"output.Write({Literal.Utf8($"{{{shape.Discriminator}}}")});");
            return;
        }

        writer.Line("output.Enter();");

        // Until a member that is always there has been written, whether a comma is due is only known at run time.
        bool isCommaKnown = shape.Discriminator is not null || (shape.Members.Count > 0 && shape.Members[0].LeftOut == LeftOutWhen.Never);
        if (!isCommaKnown)
        {
            writer.Line("output.Write((byte)'{');");
            if (IsFollowed(shape))
            {
                writer.Line("bool separate = false;");
            }
        }
        else if (shape.Discriminator is not null)
        {
            writer.Line($"output.Write({Literal.Utf8("{" + shape.Discriminator)});");
        }

        for (int i = 0; i < shape.Members.Count; i++)
        {
            JsonMemberSpec member = shape.Members[i];
            string prefix = !isCommaKnown ? string.Empty : i == 0 && shape.Discriminator is null ? "{" : ",";
            EmitMember(writer, member, i, prefix, isCommaKnown, IsFollowed(shape));
            isCommaKnown |= member.LeftOut == LeftOutWhen.Never;
        }

        if (shape.Extension is { } extension)
        {
            EmitExtension(writer, extension, isCommaKnown);
        }

        writer.Line("output.Write((byte)'}');");
        writer.Line("output.Leave();");
    }

    /// <summary>Declares the accessors of private members, behind the method that calls them.</summary>
    public static void EmitAccessors(SourceWriter writer, ObjectEncoderSpec shape)
    {
        foreach (JsonMemberSpec member in shape.Members)
        {
            if (member.Hidden is not { } hidden)
            {
                continue;
            }

            string kind = hidden.IsField ? "Field" : "Method";
            writer.Line();
            writer.Line(
                $"[global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.{kind}, Name = {Literal.Text(hidden.Source)})]");
            writer.Line($"private static extern {(hidden.IsField ? "ref " : string.Empty)}{member.TypeName} {hidden.Method}({hidden.Owner} value);");
        }
    }

    /// <summary>Whether anything can follow the first member: a comma that nobody asks for is a variable that nobody reads, which the compiler warns of.</summary>
    private static bool IsFollowed(ObjectEncoderSpec shape) => shape.Members.Count > 1 || shape.Extension is not null;

    private static void EmitExtension(SourceWriter writer, ExtensionSpec extension, bool isCommaKnown)
    {
        string entries = $"global::System.Collections.Generic.KeyValuePair<string, {extension.ValueTypeName}>";
        writer.Open($"if ({extension.Access.On("value")} is {{ }} extension)");
        writer.Open($"foreach ({entries} entry in (global::System.Collections.Generic.IEnumerable<{entries}>)extension)");
        if (isCommaKnown)
        {
            writer.Line("output.Write((byte)',');");
        }
        else
        {
            writer.Open("if (separate)");
            writer.Line("output.Write((byte)',');");
            writer.Close();
            writer.Line();
            writer.Line("separate = true;");
        }

        writer.Line($"{extension.NameEncoder ?? Names.Json}.WritePropertyName(output, entry.Key);");
        writer.Line($"{extension.ValueEncoder ?? Names.Json}.Write(output, entry.Value);");
        writer.Close();
        writer.Close();
        writer.Line();
    }

    private static void EmitMember(SourceWriter writer, JsonMemberSpec member, int index, string prefix, bool isCommaKnown, bool isFollowed)
    {
        string expression = member.Hidden is { } hidden ? $"{hidden.Method}(value)" : member.Access.On("value");
        string local = $"member{Literal.Number(index)}";
        if (member.LeftOut == LeftOutWhen.Never)
        {
            EmitName(writer, member, index, prefix, isCommaKnown, isFollowed);
            ValueEmitter.Emit(writer, member.Value, expression, local);
            return;
        }

        if (member.LeftOut == LeftOutWhen.Null)
        {
            writer.Open($"if ({expression} is {{ }} {local})");
        }
        else
        {
            writer.Line($"{member.TypeName} {local} = {expression};");
            writer.Open($"if (!global::System.Collections.Generic.EqualityComparer<{member.TypeName}>.Default.Equals({local}, default))");
        }

        EmitName(writer, member, index, prefix, isCommaKnown, isFollowed);
        ValueEmitter.EmitPresent(writer, member.Value, local);
        writer.Close();
        writer.Line();
    }

    private static void EmitName(SourceWriter writer, JsonMemberSpec member, int index, string prefix, bool isCommaKnown, bool isFollowed)
    {
        if (!isCommaKnown && index > 0)
        {
            writer.Open("if (separate)");
            writer.Line("output.Write((byte)',');");
            writer.Close();
            writer.Line();
        }

        if (!isCommaKnown && isFollowed && member.LeftOut != LeftOutWhen.Never)
        {
            writer.Line("separate = true;");
        }

        writer.Line($"output.Write({Literal.Utf8($"{prefix}\"{member.JsonName}\":")});");
    }
}
