namespace KafkaGen.Generator.Model;

/// <summary>What the rules between the contracts of one compilation compare.</summary>
/// <param name="FullName">The type's name as reflection writes it: <c>Shop.Outer+Inner</c>.</param>
/// <param name="Declaration">Which of the type's declarations it is: each is a contract of its own.</param>
/// <param name="Name">The contract's name in configuration.</param>
/// <param name="IsNamed">Whether that name was declared, rather than being the type's.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Cluster">The name of the cluster; empty for the one without a name.</param>
/// <param name="Codec">The codec's number, or <see langword="null"/> without the attribute.</param>
/// <param name="CompressionLevel">The level; -1 is the codec's own default.</param>
/// <param name="Settings">What else it says of the topic.</param>
internal sealed record ContractHead(
    string FullName, int Declaration, string Name, bool IsNamed, string Topic, string Cluster, int? Codec, int CompressionLevel, TopicSettingsSpec Settings)
{
    /// <summary>Whether two contracts' records go to one cluster. Configuration, where clusters are named, ignores case.</summary>
    public bool SharesClusterWith(ContractHead other) => string.Equals(Cluster, other.Cluster, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A contract that can be emitted.</summary>
/// <param name="Head">Topic, name and compression.</param>
/// <param name="TypeName">The message type as generated code writes it.</param>
/// <param name="ClassName">The generated class.</param>
/// <param name="Key">The key, when records have one.</param>
/// <param name="Headers">The headers, constant ones first.</param>
/// <param name="HeaderSets">The members whose items are headers too.</param>
/// <param name="Timestamp">The record's timestamp, when a member carries it.</param>
/// <param name="Partition">The record's partition, when a member names it.</param>
/// <param name="KeySerializer">The class that writes the key's one part, where it is not the library.</param>
/// <param name="Value">How the value is written.</param>
/// <param name="Encoders">The encoders that the value needs, its own first.</param>
internal sealed record ContractSpec(
    ContractHead Head,
    string TypeName,
    string ClassName,
    KeySpec? Key,
    EquatableArray<HeaderSpec> Headers,
    EquatableArray<HeaderSetSpec> HeaderSets,
    TimestampSpec? Timestamp,
    MemberAccess? Partition,
    SerializerSpec? KeySerializer,
    RecordValueSpec Value,
    EquatableArray<EncoderSpec> Encoders);

/// <summary>An error that keeps a contract from being emitted; it is thrown at registration where the build goes on all the same.</summary>
/// <param name="FullName">The message type as reflection names it.</param>
/// <param name="Id">The diagnostic's id.</param>
/// <param name="Text">The diagnostic's text.</param>
internal sealed record RejectionSpec(string FullName, string Id, string Text);

/// <summary>What became of one annotated type. Without a contract and without rejections the compiler reports what is wrong with it.</summary>
/// <param name="Head">What the rules between contracts compare.</param>
/// <param name="Contract">The contract, when it can be emitted.</param>
/// <param name="Rejections">Why it cannot.</param>
internal sealed record ParsedContract(ContractHead Head, ContractSpec? Contract, EquatableArray<RejectionSpec> Rejections);
