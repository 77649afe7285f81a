using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Analyzers;

/// <summary>The types to which <c>[assembly: KafkaContract(typeof(...))]</c> gives a contract, here or in a referenced assembly.</summary>
internal static class AssignedContracts
{
    private const string Attribute = "KafkaContractAttribute";

    public static ISet<ITypeSymbol> Of(Compilation compilation)
    {
        var types = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (AttributeData attribute in AssembliesOf(compilation).SelectMany(assembly => assembly.GetAttributes()))
        {
            if (attribute.IsKafka(Attribute) && attribute.ConstructorArguments is [{ Value: ITypeSymbol type }, ..])
            {
                types.Add(type);
            }
        }

        return types;
    }

    public static IEnumerable<IAssemblySymbol> AssembliesOf(Compilation compilation) => compilation.References
        .Select(compilation.GetAssemblyOrModuleSymbol)
        .OfType<IAssemblySymbol>()
        .Append(compilation.Assembly);
}
