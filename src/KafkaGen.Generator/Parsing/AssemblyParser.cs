using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds the generated lists of the assemblies that a compilation references.</summary>
internal static class AssemblyParser
{
    private const string ContractsAssembly = "KafkaGen.Abstractions";

    public static AssemblySpec Parse(Compilation compilation, CancellationToken cancellationToken)
    {
        var lists = new List<string>();
        foreach (MetadataReference reference in compilation.References)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What is known under an extern alias alone cannot be called; its module initializer registers it once it is used.
            if (UniqueNames.IsGlobal(reference)
                && compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly
                && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == ContractsAssembly))
                && ListOf(assembly) is { } list)
            {
                lists.Add(list);
            }
        }

        lists.Sort(StringComparer.Ordinal);
        return new AssemblySpec(GeneratedNames.Namespace(compilation.AssemblyName), lists.ToEquatableArray());
    }

    private static string? ListOf(IAssemblySymbol assembly) =>
        assembly.GetAttributes()
            .FirstOrDefault(attribute => attribute.AttributeClass?.Is("KafkaGen.Contracts", "KafkaContractListAttribute") == true)
            is { ConstructorArguments: [{ Value: INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } list }] }
            ? list.Global()
            : null;
}
