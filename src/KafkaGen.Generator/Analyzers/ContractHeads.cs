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
        // The members of a type are not asked for: that would bind them all, while every thread of the compiler waits for this one.
        IEnumerable<INamespaceOrTypeSymbol> members = container is INamespaceSymbol space ? space.GetMembers() : container.GetTypeMembers();
        foreach (INamespaceOrTypeSymbol member in members)
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (INamedTypeSymbol nested in TypesIn(member))
            {
                yield return nested;
            }
        }
    }
}
