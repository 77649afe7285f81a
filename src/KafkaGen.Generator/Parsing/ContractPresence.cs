using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Whether a type has a contract: by its own attribute, or by one of an assembly that the compilation knows.</summary>
internal static class ContractPresence
{
    public static bool Has(ITypeSymbol type, Compilation compilation) =>
        type is INamedTypeSymbol
        && (type.Find(KafkaAttributes.Topic) is not null
            || IsNamedBy(compilation.Assembly, type)
            || compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => IsNamedBy(assembly, type)));

    private static bool IsNamedBy(IAssemblySymbol assembly, ITypeSymbol type) => assembly.GetAttributes().Any(attribute =>
        attribute.IsKafka(KafkaAttributes.Contract)
        && attribute.ConstructorArguments is [{ Value: ITypeSymbol named }, ..]
        && SymbolEqualityComparer.Default.Equals(named, type));
}
