using System.Globalization;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads what a contract's attribute says of its topic: partitioner, timeout, and what the topic is to be like where it is created.</summary>
internal static class TopicSettingsParser
{
    private const string Partitioner = "Partitioner";
    private const string CustomPartitioner = "CustomPartitioner";
    private const string MessageTimeoutMs = "MessageTimeoutMs";
    private const string Partitions = "Partitions";
    private const string ReplicationFactor = "ReplicationFactor";
    private const string Config = "Config";
    private const int RandomPartitioner = 0;
    private const int MaxReplicationFactor = short.MaxValue;

    public static string[] Partitioners { get; } = ["Random", "Consistent", "ConsistentRandom", "Murmur2", "Murmur2Random", "Fnv1a", "Fnv1aRandom"];

    public static TopicSettingsSpec Read(ContractDeclaration declaration)
    {
        AttributeData attribute = declaration.Attribute;
        return new TopicSettingsSpec(
            attribute.Named(Partitioner)?.Value as int?,
            (attribute.Named(CustomPartitioner)?.Value as ITypeSymbol)?.Global(),
            attribute.Named(MessageTimeoutMs)?.Value as int?,
            attribute.Named(Partitions)?.Value as int?,
            attribute.Named(ReplicationFactor)?.Value as int?,
            ConfigOf(attribute).Select(Split).ToEquatableArray());
    }

    public static void Check(ContractDeclaration declaration, Findings findings)
    {
        CheckNumber(declaration, MessageTimeoutMs, int.MaxValue, findings);
        CheckNumber(declaration, Partitions, int.MaxValue, findings);
        CheckNumber(declaration, ReplicationFactor, MaxReplicationFactor, findings);
        if (declaration.Attribute.Named(Partitioner) is { Value: int partitioner } && (partitioner < 0 || partitioner >= Partitioners.Length))
        {
            Add(ContractDiagnostics.TopicNumber, declaration, Partitioner, findings, Text(partitioner), "there is no such partitioner");
        }

        if (declaration.Attribute.Named(CustomPartitioner) is { IsNull: false } custom)
        {
            CheckCustom(declaration, custom.Value as ITypeSymbol, findings);
        }

        foreach (string setting in ConfigOf(declaration.Attribute))
        {
            TopicConfigSpec pair = Split(setting);
            if (pair.Name.Length == 0 || setting.IndexOf('=') < 0)
            {
                findings.Add(ContractDiagnostics.TopicConfig, declaration.PlaceOfNamed(Config, findings), setting, declaration.Type.Display());
            }
        }
    }

    /// <summary>Warns where partitioner and key do not go together.</summary>
    public static void CheckKey(ContractDeclaration declaration, bool hasKey, Findings findings)
    {
        TopicSettingsSpec settings = Read(declaration);
        string type = declaration.Type.Display();
        if (hasKey && settings is { Partitioner: RandomPartitioner, CustomPartitioner: null })
        {
            findings.Add(ContractDiagnostics.KeyIgnored, declaration.PlaceOfNamed(Partitioner, findings), type);
        }
        else if (!hasKey && (settings.CustomPartitioner is not null || settings.Partitioner is not (null or RandomPartitioner)))
        {
            string argument = settings.CustomPartitioner is null ? Partitioner : CustomPartitioner;
            findings.Add(ContractDiagnostics.PartitionerWithoutKey, declaration.PlaceOfNamed(argument, findings), type, argument);
        }
    }

    private static void CheckNumber(ContractDeclaration declaration, string argument, int highest, Findings findings)
    {
        if (declaration.Attribute.Named(argument) is { Value: int value } && (value < 1 || value > highest))
        {
            Add(ContractDiagnostics.TopicNumber, declaration, argument, findings, Text(value), "it must be 1 to " + Text(highest));
        }
    }

    private static void CheckCustom(ContractDeclaration declaration, ITypeSymbol? partitioner, Findings findings)
    {
        if (partitioner is null or { TypeKind: TypeKind.Error })
        {
            findings.MarkUnresolved();
            return;
        }

        if (declaration.Attribute.Named(Partitioner) is not null)
        {
            findings.Add(ContractDiagnostics.SeveralPartitioners, declaration.PlaceOfNamed(CustomPartitioner, findings), declaration.Type.Display());
        }

        if (Fault(partitioner, findings) is { } fault)
        {
            Add(ContractDiagnostics.CustomPartitioner, declaration, CustomPartitioner, findings, partitioner.Display(), fault);
        }
    }

    private static string? Fault(ITypeSymbol partitioner, Findings findings) => partitioner switch
    {
        not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } => "it is neither a class nor a struct",
        INamedTypeSymbol { IsUnboundGenericType: true } => "it is an open generic type",
        { IsStatic: true } => "it is static, and so cannot implement an interface",
        { IsRefLikeType: true } => "it is a ref struct",
        _ when !findings.CanSee(partitioner) || partitioner.IsFileLocal() => "generated code cannot see it; make it internal or public",
        _ when !UniqueNames.IsUnique(partitioner, findings) => "its full name does not mean it alone",
        _ => partitioner.AllInterfaces.Any(level => level.Is("KafkaGen", "IRecordPartitioner")) ? null : "it does not implement IRecordPartitioner",
    };

    private static void Add(
        DiagnosticDescriptor descriptor, ContractDeclaration declaration, string argument, Findings findings, string value, string fault) =>
        findings.Add(descriptor, declaration.PlaceOfNamed(argument, findings), value, argument, declaration.Type.Display(), fault);

    private static IEnumerable<string> ConfigOf(AttributeData attribute) =>
        attribute.Named(Config) is { Kind: TypedConstantKind.Array, IsNull: false } given
            ? given.Values.Select(value => value.Value as string ?? string.Empty)
            : [];

    private static TopicConfigSpec Split(string setting)
    {
        int equals = setting.IndexOf('=');
        return equals < 0
            ? new TopicConfigSpec(setting.Trim(), string.Empty)
            : new TopicConfigSpec(setting.Substring(0, equals).Trim(), setting.Substring(equals + 1).Trim());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
