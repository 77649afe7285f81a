using System.Collections.Immutable;
using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Analyzers;

/// <summary>Finds the contracts that an assembly declares.</summary>
internal static class ContractHeads
{
    public static ImmutableArray<ContractHead> Of(IAssemblySymbol assembly) =>
        TypesIn(assembly.GlobalNamespace)
            .SelectMany(type => ContractDeclaration.On(type))
            .Concat(ContractDeclaration.On(assembly))
            .Select(ContractParser.ParseHead)
            .OrderBy(head => head.FullName, StringComparer.Ordinal)
            .ToImmutableArray();

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
    {
        foreach (ISymbol member in container.GetMembers())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            if (member is INamespaceOrTypeSymbol inner)
            {
                foreach (INamedTypeSymbol nested in TypesIn(inner))
                {
                    yield return nested;
                }
            }
        }
    }
}
