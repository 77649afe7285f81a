using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads what a contract says about its JSON; where it is silent, what its assembly says.</summary>
internal static class JsonSettingsParser
{
    private const int General = 1;

    public static JsonSettings Of(ContractDeclaration declaration)
    {
        AttributeData? defaults = declaration.Assembly.Find(KafkaAttributes.Defaults);
        bool isGeneral = Value("JsonDefaults") is General;
        var naming = (JsonNamingForm)(Value("JsonNaming") as int? ?? 0);
        if (!Enum.IsDefined(typeof(JsonNamingForm), naming))
        {
            naming = isGeneral ? JsonNamingForm.AsDeclared : JsonNamingForm.CamelCase;
        }

        return new JsonSettings(isGeneral, naming, Value("UnsafeRelaxedJsonEscaping") is true);

        object? Value(string name) => declaration.Attribute.Named(name)?.Value ?? defaults?.Named(name)?.Value;
    }
}
