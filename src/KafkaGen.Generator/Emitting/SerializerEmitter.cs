using KafkaGen.Generator.Model;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes what a contract with classes of the user's needs: the fields that hold them, and how a client fills them.</summary>
internal static class SerializerEmitter
{
    public const string KeyField = "_keySerializer";
    public const string ValueField = "_valueSerializer";

    private const string TypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";

    /// <summary>The statement that lets a serializer write.</summary>
    public static string Call(string field, string value, string part) =>
        $"Bound({field}).Serialize({value}, output, new {Names.Context}(_topic, {Names.Part}.{part}, output));";

    public static void EmitFields(SourceWriter writer, ContractSpec contract)
    {
        if (contract.Value is ContextValueSpec)
        {
            writer.Line($"private {TypeInfo}<{contract.TypeName}>? _type;");
            writer.Line();
        }

        (string Field, SerializerSpec Serializer)[] serializers = SerializersOf(contract).ToArray();
        if (serializers.Length == 0)
        {
            return;
        }

        writer.Line($"private readonly string _topic = {Literal.Text(contract.Head.Topic)};");
        foreach ((string field, SerializerSpec serializer) in serializers)
        {
            writer.Line($"private readonly {Names.Serializer}<{serializer.ValueTypeName}>? {field};");
        }

        writer.Line();
        writer.Open($"public {contract.ClassName}()");
        writer.Close();
        writer.Line();
        writer.Open($"private {contract.ClassName}({Names.Serializers} serializers, string topic)");
        writer.Line("_topic = topic;");
        foreach ((string field, SerializerSpec serializer) in serializers)
        {
            string create = serializer.CanBeMade ? $"static () => new {serializer.TypeName}()" : "null";
            writer.Line($"{field} = serializers.Get<{serializer.TypeName}>({Literal.Text(contract.Head.FullName)}, {create});");
        }

        writer.Close();
        writer.Line();
    }

    public static void EmitBind(SourceWriter writer, ContractSpec contract)
    {
        if (SerializersOf(contract).Any())
        {
            writer.Line();
            writer.Line(
                $"public override {Names.Contract}<{contract.TypeName}> Bind({Names.Serializers} serializers, string topic) => " +
                $"new {contract.ClassName}(serializers, topic);");
        }
    }

    private static IEnumerable<(string Field, SerializerSpec Serializer)> SerializersOf(ContractSpec contract)
    {
        if (contract.KeySerializer is { } key)
        {
            yield return (KeyField, key);
        }

        if (contract.Value is SerializedValueSpec value)
        {
            yield return (ValueField, value.Serializer);
        }
    }
}
