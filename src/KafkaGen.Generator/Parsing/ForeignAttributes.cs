using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds attributes by which other serializers name, convert or ignore a member. System.Text.Json does not know them, and neither does KafkaGen.</summary>
internal static class ForeignAttributes
{
    private const string Newtonsoft = "Newtonsoft.Json";
    private const string Contracts = "System.Runtime.Serialization";

    /// <summary>Warns of those without effect on a member that is written.</summary>
    public static void CheckMember(ISymbol member, string? jsonName, JsonSite site, Findings findings)
    {
        bool isNamed = member.FindJson("JsonPropertyNameAttribute") is not null;
        bool isConverted = JsonConverterParser.ConverterOf(member) is not null;
        foreach (AttributeData attribute in member.GetAttributes())
        {
            string? instead = attribute.AttributeClass switch
            {
                { } known when known.Is(Newtonsoft, "JsonPropertyAttribute") => isNamed || IsNamed(attribute, "PropertyName", jsonName) ? null : "JsonPropertyName",
                { } known when known.Is(Contracts, "DataMemberAttribute") => isNamed || IsNamed(attribute, "Name", jsonName) ? null : "JsonPropertyName",
                { } known when known.Is(Newtonsoft, "JsonConverterAttribute") => isConverted ? null : "JsonConverter",
                { } known when known.Is(Newtonsoft, "JsonIgnoreAttribute") || known.Is(Contracts, "IgnoreDataMemberAttribute") => "JsonIgnore",
                _ => null,
            };
            if (instead is not null)
            {
                Report(attribute, site.Member, instead, site.Location, findings);
            }
        }
    }

    /// <summary>Warns of those without effect on an enum that is written by name.</summary>
    public static void CheckEnumMember(IFieldSymbol member, JsonSite site, Findings findings)
    {
        if (member.FindJson("JsonStringEnumMemberNameAttribute") is null
            && member.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Is(Contracts, "EnumMemberAttribute") == true) is { } attribute
            && Name(attribute, "Value") is { } name
            && name != member.Name)
        {
            Report(attribute, $"{member.ContainingType.Display()}.{member.Name}", "JsonStringEnumMemberName", site.Location, findings);
        }
    }

    private static bool IsNamed(AttributeData attribute, string argument, string? jsonName) =>
        Name(attribute, argument) is not { } name || name == jsonName;

    private static string? Name(AttributeData attribute, string argument) =>
        attribute.NamedText(argument) ?? attribute.ConstructorArguments.FirstOrDefault().Value as string;

    private static void Report(AttributeData attribute, string member, string instead, Location otherwise, Findings findings) => findings.Add(
        JsonDiagnostics.ForeignAttribute,
        findings.PlaceOf(attribute, otherwise),
        member,
        $"{TypeNames.Dotted(attribute.AttributeClass!.ContainingNamespace)}.{attribute.ShortName()}",
        instead);
}
