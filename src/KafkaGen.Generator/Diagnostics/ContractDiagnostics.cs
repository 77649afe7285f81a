using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Diagnostics;

/// <summary>KG00xx: what is wrong with a contract as a whole.</summary>
internal static class ContractDiagnostics
{
    public static readonly DiagnosticDescriptor IllegalTopic = new(
        "KG0001",
        "Illegal topic name",
        "'{0}' is no legal Kafka topic name: {1}",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0001"));

    public static readonly DiagnosticDescriptor OpenGeneric = new(
        "KG0002",
        "A contract cannot be an open generic type",
        "'{0}' is generic, so there is no single type to write; put [KafkaTopic] on a type that is not generic and lies in none",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0002"));

    public static readonly DiagnosticDescriptor Inaccessible = new(
        "KG0003",
        "Generated code cannot reach the contract's type",
        "'{0}' is {1}, so that generated code cannot name it; make it internal or public",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0003"));

    public static readonly DiagnosticDescriptor WrongKind = new(
        "KG0004",
        "This kind of type cannot be a contract",
        "'{0}' is {1}; a contract is a class, a record, a struct or a record struct that can be instantiated",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0004"));

    public static readonly DiagnosticDescriptor LanguageVersion = new(
        "KG0005",
        "Generated contracts need C# 11",
        "The contract '{0}' needs C# 11 or newer, this project is compiled as C# {1}; set <LangVersion> to 11 or newer, or remove it",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0005"));

    public static readonly DiagnosticDescriptor DuplicateName = new(
        "KG0006",
        "Two contracts have the same name",
        "'{0}' and '{1}' are both the contract '{2}' in configuration; rename one of the types, or give its [KafkaTopic] a Name",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0006"));

    public static readonly DiagnosticDescriptor TopicConflict = new(
        "KG0007",
        "Two contracts of one topic differ in its settings",
        "'{0}' and '{1}' both go to the topic '{2}' but differ in {3}; these are settings of the topic, so make them equal",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0007"));

    public static readonly DiagnosticDescriptor Compression = new(
        "KG0008",
        "Compression that the codec does not have",
        "{0}: the levels are gzip 1-9, lz4 1-12 and zstd 1-12, none and snappy have no levels",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0008"));

    public static readonly DiagnosticDescriptor DerivedWithoutTopic = new(
        "KG0009",
        "A type derived from a contract is no contract",
        "'{0}' derives from the contract '{1}' but is no contract itself, because [KafkaTopic] is not inherited; produced as a '{1}' it loses " +
        "the members that it adds. Put [KafkaTopic] on it, or silence this where it is never produced.",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0009"));

    public static readonly DiagnosticDescriptor StaleContract = new(
        "KG0010",
        "The generated contract does not match the type",
        "The contract of '{0}' was generated {1}. Another source generator most likely adds members or attributes that KafkaGen's cannot see: " +
        "declare them by hand.",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0010"));

    public static readonly DiagnosticDescriptor DuplicateTopicName = new(
        "KG0011",
        "Two topics of one record have the same name",
        "Two topics of '{0}' have the contract name '{1}'; give each topic but one a Name of its own",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0011"));

    public static readonly DiagnosticDescriptor IllegalName = new(
        "KG0012",
        "Illegal contract name",
        "'{0}' cannot be the name of a contract of '{1}': a name is not empty and holds no colon, which separates the names of configuration",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0012"));

    public static readonly DiagnosticDescriptor Serializer = new(
        "KG0013",
        "The serializer cannot write the contract",
        "'{0}' cannot be the {1} of '{2}': {3}",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0013"));

    public static readonly DiagnosticDescriptor JsonContext = new(
        "KG0014",
        "The JSON context cannot write the contract",
        "'{0}' cannot be the JsonContext of '{1}': {2}",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0014"));

    public static readonly DiagnosticDescriptor JsonContextWithoutType = new(
        "KG0015",
        "The JSON context does not know the contract's type",
        "'{0}' has no [JsonSerializable(typeof({1}))], by which '{1}' is to be written; add it",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0015"));

    public static readonly DiagnosticDescriptor JsonContextOptions = new(
        "KG0016",
        "The JSON context has other options than the contract",
        "'{0}' {2}, so '{1}' is not written as the contract asks for; {3}, or silence this where it is meant",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0016"));

    public static readonly DiagnosticDescriptor SeveralValues = new(
        "KG0017",
        "The value is written in two ways",
        "'{0}' names two ways to write its value, {1} and {2}; leave one",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0017"));

    public static readonly DiagnosticDescriptor MemberPath = new(
        "KG0018",
        "The path leads to no member",
        "'{0}' is no path to a member of '{1}': {2}",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0018"));

    public static readonly DiagnosticDescriptor ProducerInterface = new(
        "KG0019",
        "The producer interface cannot be implemented",
        "'{0}' cannot be implemented: {1}",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0019"));

    public static readonly DiagnosticDescriptor TopicNumber = new(
        "KG0020",
        "A number of the topic is out of range",
        "'{0}' cannot be the {1} of '{2}': {3}",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0020"));

    public static readonly DiagnosticDescriptor CustomPartitioner = new(
        "KG0021",
        "The type cannot be the partitioner",
        "'{0}' cannot be the {1} of '{2}': {3}",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0021"));

    public static readonly DiagnosticDescriptor SeveralPartitioners = new(
        "KG0022",
        "The contract names two partitioners",
        "'{0}' names a Partitioner and a CustomPartitioner; leave one",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0022"));

    public static readonly DiagnosticDescriptor KeyIgnored = new(
        "KG0023",
        "The partitioner ignores the key",
        "'{0}' has a key, but the partitioner Random sends records of one key to different partitions, where they are in no order; choose another one, or " +
        "silence this where the key is there for compaction alone",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0023"));

    public static readonly DiagnosticDescriptor PartitionerWithoutKey = new(
        "KG0024",
        "A partitioner of a contract without a key",
        "'{0}' has no key, so its {1} has nothing to partition by; put [PartitionKey] on a member, or leave the partitioner out",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0024"));

    public static readonly DiagnosticDescriptor TopicConfig = new(
        "KG0025",
        "Malformed setting of the topic",
        "'{0}' is no setting of the topic of '{1}'; write name=value, such as \"cleanup.policy=compact\"",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0025"));

    public static readonly DiagnosticDescriptor TopicCollision = new(
        "KG0030",
        "Two topic names are one name in Kafka's metrics",
        "The topic '{1}' of '{0}' and the topic '{3}' of '{2}' differ only in '.' and '_', which Kafka's metrics hold for the same: a broker that has " +
        "one of them refuses to create the other. Rename one.",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0030"));

    public static readonly DiagnosticDescriptor KeyConflict = new(
        "KG0031",
        "Two contracts of one topic differ in their keys",
        "'{0}' and '{2}' both go to the topic '{4}', but the key of the one is {1} and that of the other {3}; consumers read the keys of a topic in " +
        "one way, so give both the same kind of key, or a topic each",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0031"));

    public static readonly DiagnosticDescriptor AttributeWithoutEffect = new(
        "KG0032",
        "The attribute has no effect",
        "[{0}] on '{1}' has no effect: {2}",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0032"));

    public static readonly DiagnosticDescriptor StaleProducer = new(
        "KG0033",
        "The generated producer does not match the interface",
        "The implementation of '{0}' was generated {1}. Another source generator most likely adds members or attributes that KafkaGen's cannot " +
        "see: declare them by hand.",
        "KafkaGen.Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0033"));
}
