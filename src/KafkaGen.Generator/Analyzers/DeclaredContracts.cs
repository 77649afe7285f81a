using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Analyzers;

/// <summary>A contract as an assembly declares it.</summary>
/// <param name="Head">What the rules between the contracts of one assembly compare.</param>
/// <param name="KeyShape">What its keys are; <see langword="null"/> where that is unknown.</param>
/// <param name="Assembly">The assembly.</param>
internal sealed record DeclaredContract(ContractHead Head, string? KeyShape, string Assembly);

/// <summary>Finds the contracts that assemblies declare.</summary>
internal static class DeclaredContracts
{
    /// <summary>Those of the compiled assembly, be they right or not.</summary>
    public static IEnumerable<DeclaredContract> Of(Compilation compilation) => Of(compilation.Assembly)
        .Select(declaration =>
            new DeclaredContract(ContractParser.ParseHead(declaration), KeyShapes.Of(declaration, compilation), compilation.Assembly.Name));

    /// <summary>Those that were generated into a reference.</summary>
    public static IEnumerable<DeclaredContract> OfReference(IAssemblySymbol reference) =>
        from declaration in GeneratedTypes.HasList(reference) ? Of(reference) : []
        let generated = GeneratedTypes.Contract(declaration, reference)
        where generated is not null
        select new DeclaredContract(
            ContractParser.ParseHead(declaration), GeneratedTypes.MarkOn(generated)?.NamedText("KeyShape") ?? KeyShapes.None, reference.Name);

    private static IEnumerable<ContractDeclaration> Of(IAssemblySymbol assembly) =>
        TypesIn(assembly.GlobalNamespace).SelectMany(ContractDeclaration.On).Concat(ContractDeclaration.On(assembly));

    /// <summary>The types in a namespace or type, those that lie in others included.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
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
