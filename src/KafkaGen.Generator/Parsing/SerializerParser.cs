using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Parsing;

/// <summary>Reads the classes that an attribute names as <c>Serializer</c> and <c>KeySerializer</c>.</summary>
internal static class SerializerParser
{
    public const string Value = "Serializer";
    public const string Key = "KeySerializer";

    private const string Interface = "KafkaGen.IRecordSerializer`1";

    /// <summary>Whether an attribute names a class, be it a right one or not.</summary>
    public static bool IsNamed(ContractDeclaration declaration, string argument) => declaration.Attribute.Named(argument) is { IsNull: false };

    /// <summary>The class that an attribute names, if it can write values of a type.</summary>
    public static SerializerSpec? Parse(ContractDeclaration declaration, string argument, ITypeSymbol written, Findings findings)
    {
        if (declaration.Attribute.Named(argument) is not { Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } serializer })
        {
            findings.MarkUnresolved();
            return null;
        }

        if (Fault(serializer, written, findings) is { } fault)
        {
            Add(declaration, argument, serializer, fault, findings);
            return null;
        }

        return new SerializerSpec(serializer.Global(), written.Global(), CanBeMade(serializer, findings));
    }

    /// <summary>The class that writes the key. It decides which types can be a key, so the key's parser does not.</summary>
    public static SerializerSpec? ParseKey(ContractDeclaration declaration, AnnotatedMember[] marked, Findings findings)
    {
        if (marked.Length == 1)
        {
            return Parse(declaration, Key, marked[0].Type.NullableValue() ?? marked[0].Type, findings);
        }

        if (declaration.Attribute.Named(Key) is { Value: INamedTypeSymbol serializer })
        {
            string fault = marked.Length == 0 ? "no member carries [PartitionKey]" : "it writes one member, and several carry [PartitionKey]";
            Add(declaration, Key, serializer, fault, findings);
        }

        return null;
    }

    private static void Add(ContractDeclaration declaration, string argument, INamedTypeSymbol serializer, string fault, Findings findings) =>
        findings.Add(
            ContractDiagnostics.Serializer,
            declaration.PlaceOfNamed(argument, findings),
            serializer.Display(),
            argument,
            declaration.Type.Display(),
            fault);

    private static string? Fault(INamedTypeSymbol serializer, ITypeSymbol written, Findings findings)
    {
        if (serializer.IsUnboundGenericType)
        {
            return "it is an open generic type";
        }

        if (!serializer.IsReferenceType || serializer.IsStatic)
        {
            return "it is not a class that can be instantiated";
        }

        if (!findings.CanSee(serializer) || serializer.IsFileLocal)
        {
            return "generated code cannot see it; make it internal or public";
        }

        if (!UniqueNames.IsUnique(serializer, findings))
        {
            return "its full name does not mean it alone";
        }

        INamedTypeSymbol? wanted = findings.Compilation.GetTypeByMetadataName(Interface)?.Construct(written);
        return wanted is not null && findings.Compilation.ClassifyConversion(serializer, wanted) is { IsImplicit: true, IsUserDefined: false }
            ? null
            : $"it does not implement IRecordSerializer<{written.Display()}>";
    }

    private static bool CanBeMade(INamedTypeSymbol serializer, Findings findings) =>
        serializer is { TypeKind: TypeKind.Class, IsAbstract: false }
        && serializer.InstanceConstructors.Any(constructor =>
            constructor is { Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public } && findings.CanSee(constructor))
        && !serializer.Hierarchy().SelectMany(level => level.GetMembers()).Any(member =>
            member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
}
