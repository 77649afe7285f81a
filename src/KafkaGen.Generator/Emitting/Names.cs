namespace KafkaGen.Generator.Emitting;

/// <summary>The library's types as generated code names them.</summary>
internal static class Names
{
    public const string Buffer = "global::KafkaGen.Contracts.RecordBuffer";
    public const string Json = "global::KafkaGen.Contracts.JsonText";
    public const string Callbacks = "global::KafkaGen.Contracts.JsonCallbacks";
    public const string Derived = "global::KafkaGen.Contracts.JsonDerived";
    public const string RelaxedJson = "global::KafkaGen.Contracts.RelaxedJsonText";
    public const string Lists = "global::KafkaGen.Contracts.JsonLists";
    public const string EnumText = "global::KafkaGen.Contracts.JsonEnumText";
    public const string AnyText = "global::KafkaGen.Contracts.JsonAnyText";
    public const string ConverterText = "global::KafkaGen.Contracts.JsonConverterText";
    public const string Schema = "global::KafkaGen.Contracts.JsonSchema";
    public const string Text = "global::KafkaGen.Contracts.Utf8Text";
    public const string Key = "global::KafkaGen.Contracts.KeyBytes";
    public const string Contract = "global::KafkaGen.Contracts.KafkaContract";
    public const string Parts = "global::KafkaGen.Contracts.ContractParts";
    public const string Registry = "global::KafkaGen.Contracts.ContractRegistry";
    public const string Codec = "global::KafkaGen.CompressionCodec";
    public const string Serializer = "global::KafkaGen.IRecordSerializer";
    public const string Serializers = "global::KafkaGen.Contracts.ContractSerializers";
    public const string Context = "global::KafkaGen.RecordContext";
    public const string Part = "global::KafkaGen.RecordPart";
    public const string ContextJson = "global::KafkaGen.Contracts.ContextJson";
    public const string EncodingException = "global::KafkaGen.RecordEncodingException";
}
