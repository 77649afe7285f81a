using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Whether a type has a contract: by its own attribute, or by one of an assembly that the compilation knows.</summary>
internal static class ContractPresence
{
    /// <summary>Why there is no producer of a type, or <see langword="null"/>.</summary>
    public static string? Fault(ITypeSymbol type, Compilation compilation)
    {
        if (IsNamedBy(compilation.Assembly, type) || compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => IsNamedBy(assembly, type)))
        {
            return null;
        }

        if (type is not INamedTypeSymbol || type.Find(KafkaAttributes.Topic) is null)
        {
            return $"'{type.Display()}' has no contract; put [KafkaTopic] on it";
        }

        return NotGenerated(type, compilation) is { } reason
            ? $"'{type.Display()}' is annotated, but its assembly '{type.ContainingAssembly.Name}' {reason}"
            : null;
    }

    /// <summary>
    /// Why an annotated type of another assembly has no contract all the same, or <see langword="null"/>. What the compiled assembly declares is
    /// the contract analyzer's affair.
    /// </summary>
    public static string? NotGenerated(ITypeSymbol type, Compilation compilation)
    {
        if (type.ContainingAssembly is not { } assembly
            || SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
            || (type is INamedTypeSymbol named
                && ContractDeclaration.On(named).Any(declaration => GeneratedTypes.Contract(declaration, assembly) is not null)))
        {
            return null;
        }

        return GeneratedTypes.HasList(assembly)
            ? "was built although its contract has an error; mend that error"
            : "was built without KafkaGen's generator; reference KafkaGen.Abstractions from its project as a package with analyzers";
    }

    private static bool IsNamedBy(IAssemblySymbol assembly, ITypeSymbol type) => assembly.GetAttributes().Any(attribute =>
        attribute.IsKafka(KafkaAttributes.Contract)
        && attribute.ConstructorArguments is [{ Value: ITypeSymbol named }, ..]
        && SymbolEqualityComparer.Default.Equals(named, type));
}
