using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds the JSON names of an enum's members.</summary>
internal static class JsonEnumParser
{
    /// <returns>The encoder that writes names, or <see langword="null"/> after a finding.</returns>
    public static EnumEncoderSpec? Parse(INamedTypeSymbol type, JsonSettings settings, JsonSite site, Findings findings)
    {
        if (!findings.CanSee(type) || !UniqueNames.IsUnique(type, findings))
        {
            findings.Add(
                JsonDiagnostics.UnsupportedType, site.Location, site.Member, type.Display(), "generated code cannot name it; make it internal or public, with a name of its own");
            return null;
        }

        bool isFlags = type.GetAttributes().Any(attribute => attribute.AttributeClass?.Is("System", "FlagsAttribute") == true);
        var renamed = new List<RenamedEnumMember>();
        foreach (IFieldSymbol member in type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue))
        {
            ForeignAttributes.CheckEnumMember(member, site, findings);
            if (member.FindJson("JsonStringEnumMemberNameAttribute") is not { } attribute)
            {
                continue;
            }

            string? name = attribute.ConstructorArguments.FirstOrDefault().Value as string;
            if (Fault(name, isFlags) is { } fault)
            {
                findings.Add(
                    JsonDiagnostics.EnumMemberName, findings.PlaceOf(member, site.Location), $"{type.Display()}.{member.Name}", fault);
                return null;
            }

            renamed.Add(new RenamedEnumMember(member.Name, name!));
        }

        return new EnumEncoderSpec(
            type.Global(),
            $"{type.Display()} by name",
            GeneratedNames.Mangle(type) + GeneratedNames.By + (settings.IsRelaxed ? "RelaxedJson" : "Json"),
            renamed.ToEquatableArray(),
            settings.IsRelaxed);
    }

    private static string? Fault(string? name, bool isFlags) => name switch
    {
        null or "" => "empty",
        _ when char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[name.Length - 1]) => "text with a blank at its begin or end",
        _ when isFlags && name.Contains(",") => "text with the comma that separates flags",
        _ when !JsonPropertyNames.IsValid(name) => "text with half of a surrogate pair",
        _ => null,
    };
}
