using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes the body of <c>GetTimestamp</c>.</summary>
internal static class TimestampEmitter
{
    public static void EmitBody(SourceWriter writer, TimestampSpec timestamp, string contract)
    {
        string access = timestamp.Access.On("message");
        if (timestamp.Form == TimestampForm.UnixMilliseconds)
        {
            writer.Line($"return {access};");
            return;
        }

        if (timestamp.CanBeNull)
        {
            writer.Open($"if ({access} is not {{ }} timestamp)");
            writer.Line("return null;");
            writer.Close();
            writer.Line();
        }
        else
        {
            string type = timestamp.Form == TimestampForm.DateTime ? "DateTime" : "DateTimeOffset";
            writer.Line($"global::System.{type} timestamp = {access};");
        }

        if (timestamp.Form == TimestampForm.DateTimeOffset)
        {
            writer.Line("return timestamp.ToUnixTimeMilliseconds();");
            return;
        }

        string fault = $"The timestamp '{timestamp.Member}' of '{contract}' is not in UTC. Set a DateTime of kind Utc, or make the member a DateTimeOffset.";
        writer.Open("if (timestamp.Kind != global::System.DateTimeKind.Utc)");
        writer.Line($"throw new {Names.EncodingException}({Literal.Text(fault)});");
        writer.Close();
        writer.Line();
        writer.Line("return new global::System.DateTimeOffset(timestamp).ToUnixTimeMilliseconds();");
    }
}
