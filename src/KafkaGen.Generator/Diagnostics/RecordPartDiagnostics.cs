using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Diagnostics;

/// <summary>KG01xx: what is wrong with a record's key, headers, timestamp or partition.</summary>
internal static class RecordPartDiagnostics
{
    public static readonly DiagnosticDescriptor KeyType = new(
        "KG0101",
        "The member cannot be a key",
        "'{0}' is of type '{1}', which cannot be a record key: {2}. A key is a string, an integer of up to 64 bits, a Guid, an enum, a byte[], a " +
        "Memory<byte> or ReadOnlyMemory<byte>, or a struct of such values.",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0101"));

    public static readonly DiagnosticDescriptor KeyComponent = new(
        "KG0102",
        "The member cannot be one part of a composite key",
        "'{0}' is of type '{1}', which cannot be one of several parts of a key: {2}. Make it not nullable, or mark fewer members with [PartitionKey].",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0102"));

    public static readonly DiagnosticDescriptor Unreadable = new(
        "KG0103",
        "Generated code cannot read the annotated member",
        "[{0}] is on '{1}', {2}; put it on a readable instance property or field that is internal or public",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0103"));

    public static readonly DiagnosticDescriptor HeaderName = new(
        "KG0104",
        "Illegal header name",
        "The header name of '{0}' is {1}; a header needs a name",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0104"));

    public static readonly DiagnosticDescriptor HeaderShape = new(
        "KG0105",
        "Wrong number of header arguments",
        "[KafkaHeader] on '{0}' has {1}; on a type it takes a name and a text, on a member only a name",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0105"));

    public static readonly DiagnosticDescriptor HeaderType = new(
        "KG0106",
        "The member cannot be a header",
        "'{0}' is of type '{1}', which cannot be a header; a header is a string, a number, a bool, a Guid, a date or time, an enum, a byte[] or any " +
        "other scalar",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0106"));

    public static readonly DiagnosticDescriptor TimestampType = new(
        "KG0107",
        "The member cannot be a timestamp",
        "'{0}' is of type '{1}', which cannot be a record's timestamp; use DateTimeOffset, DateTime (UTC) or long (Unix milliseconds)",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0107"));

    public static readonly DiagnosticDescriptor MoreThanOne = new(
        "KG0108",
        "A record has one timestamp, one partition and one value",
        "'{0}' and '{1}' both carry [{2}]; a record has only one",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0108"));

    public static readonly DiagnosticDescriptor PartitionType = new(
        "KG0109",
        "The member cannot name a partition",
        "'{0}' is of type '{1}', which cannot name a partition; use int or int?",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0109"));

    public static readonly DiagnosticDescriptor ValueType = new(
        "KG0110",
        "The member cannot be the record's value",
        "'{0}' is of type '{1}', which cannot be a record's value as it is; use byte[], ReadOnlyMemory<byte>, Memory<byte> or string",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0110"));

    public static readonly DiagnosticDescriptor KeyOrder = new(
        "KG0111",
        "Two parts of a key have the same place",
        "'{0}' and '{1}' are both at place {2} of the key; give each part of a key of several an Order of its own",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0111"));

    public static readonly DiagnosticDescriptor KeyEncoding = new(
        "KG0112",
        "The key cannot be encoded like that",
        "'{0}' is of type '{1}', which has no key encoding {2}: {3}",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0112"));

    public static readonly DiagnosticDescriptor HeadersType = new(
        "KG0113",
        "The member cannot be a set of headers",
        "'{0}' is of type '{1}', which cannot be headers; use a sequence of RecordHeader, or of pairs of a string and a string or byte[], such " +
        "as Dictionary<string, string>",
        "KafkaGen.Records",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0113"));

    public static readonly DiagnosticDescriptor DuplicateHeader = new(
        "KG0120",
        "Two headers have the same name",
        "'{0}' and '{1}' are both the header '{2}'; most consumers read one header a name, so rename one",
        "KafkaGen.Records",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0120"));
}
