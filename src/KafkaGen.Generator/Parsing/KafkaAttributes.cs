using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>The attributes that make up a contract.</summary>
internal static class KafkaAttributes
{
    public const string TopicMetadataName = "KafkaGen.KafkaTopicAttribute";
    public const string Contract = "KafkaContractAttribute";
    public const string Defaults = "KafkaDefaultsAttribute";
    public const string ProducerMetadataName = "KafkaGen.KafkaProducerAttribute";
    public const string Producer = "KafkaProducerAttribute";
    public const string Topic = "KafkaTopicAttribute";
    public const string Compression = "CompressionAttribute";
    public const string Header = "KafkaHeaderAttribute";
    public const string Headers = "KafkaHeadersAttribute";
    public const string Key = "PartitionKeyAttribute";
    public const string Timestamp = "KafkaTimestampAttribute";
    public const string Value = "KafkaValueAttribute";
    public const string Partition = "KafkaPartitionAttribute";

    private const string Namespace = "KafkaGen";

    public static AttributeData? Find(this ISymbol symbol, string name) => symbol.Find(Namespace, name);

    public static AttributeData? Find(this ISymbol symbol, string nameSpace, string name)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Is(nameSpace, name) == true)
            {
                return attribute;
            }
        }

        return null;
    }

    public static bool IsKafka(this AttributeData attribute, string name) => attribute.AttributeClass?.Is(Namespace, name) == true;

    public static bool IsOnMember(this AttributeData attribute) =>
        attribute.AttributeClass is { MetadataName: Key or Header or Headers or Timestamp or Partition or Value } type
        && type.Is(Namespace, type.MetadataName);

    /// <summary>Those that say something of a contract which another attribute declares.</summary>
    public static IReadOnlyList<string> OfContractParts { get; } = [Compression, Header, Headers, Key, Timestamp, Partition, Value];

    /// <summary>Whether an attribute's class is one of this library's.</summary>
    public static bool IsKafkaAttribute(this INamedTypeSymbol attribute) =>
        attribute.ContainingNamespace is { } space && TypeNames.Dotted(space) == Namespace && attribute.ContainingType is null;

    /// <summary>The attribute's name without its suffix: as people write it.</summary>
    public static string ShortName(this AttributeData attribute) => ShortName(attribute.AttributeClass?.Name ?? string.Empty);

    public static string ShortName(string name)
    {
        const string Suffix = "Attribute";
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    public static string? NamedText(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as string;

    public static int NamedInt(this AttributeData attribute, string name, int otherwise) =>
        attribute.Named(name)?.Value is int value ? value : otherwise;

    /// <summary>A named argument, or <see langword="null"/> where it is not given.</summary>
    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
