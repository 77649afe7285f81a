using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes what a contract says of its topic besides the codec.</summary>
internal static class TopicSettingsEmitter
{
    private const string Partitioner = "global::KafkaGen.RecordPartitioner";
    private const string Custom = "global::KafkaGen.Contracts.CustomPartitioner";
    private const string Pair = "global::System.Collections.Generic.KeyValuePair<string, string>";

    public static void Emit(SourceWriter writer, TopicSettingsSpec settings)
    {
        if (settings.Partitioner is { } partitioner)
        {
            Property(writer, $"{Partitioner}? Partitioner => {Partitioner}.{TopicSettingsParser.Partitioners[partitioner]};");
        }

        if (settings.CustomPartitioner is { } custom)
        {
            Property(writer, $"{Custom}? CustomPartitioner => {Custom}<{custom}>.Instance;");
        }

        Number(writer, "MessageTimeoutMs", settings.MessageTimeoutMs);
        Number(writer, "Partitions", settings.Partitions);
        Number(writer, "ReplicationFactor", settings.ReplicationFactor);
        if (settings.Config.Count > 0)
        {
            IEnumerable<string> pairs = settings.Config.Select(pair => $"new({Literal.Text(pair.Name)}, {Literal.Text(pair.Value)})");
            Property(
                writer,
                $"global::System.Collections.Generic.IReadOnlyList<{Pair}> TopicConfig {{ get; }} = new {Pair}[] {{ {string.Join(", ", pairs)} }};");
        }
    }

    private static void Number(SourceWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            Property(writer, $"int? {name} => {Literal.Number(number)};");
        }
    }

    private static void Property(SourceWriter writer, string text)
    {
        writer.Line();
        writer.Line("public override " + text);
    }
}
