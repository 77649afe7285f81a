using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Diagnostics;

/// <summary>KG02xx: what keeps a value from being written as JSON.</summary>
internal static class JsonDiagnostics
{
    public static readonly DiagnosticDescriptor UnsupportedType = new(
        "KG0201",
        "The type cannot be written as JSON",
        "'{0}' is of type '{1}', which KafkaGen cannot write as JSON: {2}. Leave the member out with [JsonIgnore], give it a supported type, or let a [JsonConverter] write it.",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0201"));

    public static readonly DiagnosticDescriptor UnsupportedFeature = new(
        "KG0202",
        "A System.Text.Json feature that is not supported",
        "'{0}' uses {1}, which KafkaGen does not support; remove it, or leave the member out with [JsonIgnore]",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0202"));

    public static readonly DiagnosticDescriptor NameConflict = new(
        "KG0203",
        "Two members have the same JSON name",
        "'{0}' and '{1}' are both '{2}' in JSON, where names are compared {3} case; give one of them another [JsonPropertyName], or leave it " +
        "out with [JsonIgnore]",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0203"));

    public static readonly DiagnosticDescriptor NullConditionOnValue = new(
        "KG0204",
        "A value that is never null cannot be left out when null",
        "'{0}' is of the value type '{1}', which is never null; use JsonIgnoreCondition.WhenWritingDefault, or make the member nullable",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0204"));

    public static readonly DiagnosticDescriptor InvalidName = new(
        "KG0205",
        "The JSON name is not valid Unicode",
        "The [JsonPropertyName] of '{0}' is null or holds half of a surrogate pair, which UTF-8 cannot express",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0205"));

    public static readonly DiagnosticDescriptor Converter = new(
        "KG0206",
        "The JSON converter cannot be used",
        "The [JsonConverter] of '{0}' names '{1}', which cannot write '{2}': {3}",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0206"));

    public static readonly DiagnosticDescriptor EnumMemberName = new(
        "KG0207",
        "The JSON name of an enum member is not allowed",
        "The [JsonStringEnumMemberName] of '{0}' is {1}, which System.Text.Json refuses",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0207"));

    public static readonly DiagnosticDescriptor HiddenMember = new(
        "KG0208",
        "Generated code cannot read the included member",
        "'{0}' has [JsonInclude], but generated code cannot read {1}; make it (of a property, its getter) internal or public, or remove [JsonInclude]",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0208"));

    public static readonly DiagnosticDescriptor Polymorphism = new(
        "KG0209",
        "The polymorphic type cannot be written",
        "'{0}' is polymorphic, but {1}",
        "KafkaGen.Json",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0209"));

    public static readonly DiagnosticDescriptor NothingToWrite = new(
        "KG0210",
        "The partial type has neither members nor a converter",
        "'{0}' is of type '{1}', which is partial and has neither members to write nor a converter: each record with such a value fails. " +
        "Let the generator that completes it make a System.Text.Json converter, put a [JsonConverter] on the member, or remove 'partial' if it is meant to be {{}}.",
        "KafkaGen.Json",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0210"));

    public static readonly DiagnosticDescriptor NoMembers = new(
        "KG0220",
        "A type without members that are written",
        "'{0}' is always written as {{}}: '{1}' has no public property with a getter and no member with [JsonInclude] that is not ignored",
        "KafkaGen.Json",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0220"));

    public static readonly DiagnosticDescriptor ForeignAttribute = new(
        "KG0221",
        "The attribute of another serializer has no effect",
        "'{0}' has [{1}], which System.Text.Json does not know and which changes nothing that is written; use [{2}]",
        "KafkaGen.Json",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0221"));
}
