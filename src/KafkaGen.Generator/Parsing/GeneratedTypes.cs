using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds what KafkaGen's generator added to an assembly.</summary>
internal static class GeneratedTypes
{
    private const string Namespace = "KafkaGen.Contracts";

    /// <summary>Whether the generator found anything to generate in the assembly.</summary>
    public static bool HasList(IAssemblySymbol assembly) =>
        assembly.GetAttributes().Any(attribute => attribute.AttributeClass?.Is(Namespace, "KafkaContractListAttribute") == true);

    /// <summary>The class of a declared contract.</summary>
    public static INamedTypeSymbol? Contract(ContractDeclaration declaration, IAssemblySymbol assembly) =>
        Find(GeneratedNames.Contract(declaration.Type, declaration.DeclaredName), assembly);

    /// <summary>A generated class by its name.</summary>
    public static INamedTypeSymbol? Find(string className, IAssemblySymbol assembly) =>
        assembly.GetTypeByMetadataName($"{GeneratedNames.Namespace(assembly.Name).Replace("@", string.Empty)}.{className}");

    /// <summary>The attribute that says what a class was generated from.</summary>
    public static AttributeData? MarkOn(INamedTypeSymbol generated) => generated.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass?.Is(Namespace, "GeneratedContractAttribute") == true);

    /// <summary>How a generated class differs from what it should be, or <see langword="null"/>.</summary>
    public static string? Difference(string className, string fingerprint, IAssemblySymbol assembly)
    {
        if (Find(className, assembly) is not { } generated)
        {
            return "not at all";
        }

        return MarkOn(generated) is { ConstructorArguments: [{ Value: string text }] } && text == fingerprint
            ? null
            : "from another shape than the type now has";
    }
}
