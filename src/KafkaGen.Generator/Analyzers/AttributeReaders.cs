using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Analyzers;

/// <summary>Whether the attributes of a type and its members are part of anything: a contract, or a producer interface.</summary>
internal sealed class AttributeReaders
{
    private readonly HashSet<ISymbol> _contracts = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _basesOfContracts = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _producers = new(SymbolEqualityComparer.Default);

    public AttributeReaders(Compilation compilation)
    {
        foreach (INamedTypeSymbol named in AssignedContracts.Of(compilation).OfType<INamedTypeSymbol>())
        {
            AddContract(named);
        }

        foreach (INamedTypeSymbol type in DeclaredContracts.TypesIn(compilation.Assembly.GlobalNamespace))
        {
            if (type.TypeKind == TypeKind.Interface && type.Find(KafkaAttributes.Producer) is not null)
            {
                _producers.UnionWith(type.AllInterfaces.Append(type).Select(level => level.OriginalDefinition));
            }

            if (type.Find(KafkaAttributes.Topic) is not null)
            {
                AddContract(type);
            }
        }
    }

    /// <summary>Whether a contract reads what is on the type itself, which it does not inherit.</summary>
    public bool ReadsType(INamedTypeSymbol type) => _contracts.Contains(type.OriginalDefinition) || IsOpenToOthers(type) || IsReportedAsDerived(type);

    /// <summary>Whether a contract reads what is on the type's members.</summary>
    public bool ReadsMembers(INamedTypeSymbol type) =>
        _basesOfContracts.Contains(type.OriginalDefinition) || IsOpenToOthers(type) || IsReportedAsDerived(type);

    /// <summary>Whether an implementation is generated of the type's methods.</summary>
    public bool ReadsMethods(INamedTypeSymbol type) =>
        _producers.Contains(type.OriginalDefinition) || (type.TypeKind == TypeKind.Interface && IsSeenByOthers(type));

    private void AddContract(INamedTypeSymbol type)
    {
        _contracts.Add(type.OriginalDefinition);
        _basesOfContracts.UnionWith(type.Hierarchy().Select(level => level.OriginalDefinition));
    }

    private static bool IsOpenToOthers(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: true, IsStatic: false } or { IsGenericType: true } && IsSeenByOthers(type);

    private static bool IsSeenByOthers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            if (level.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    // KG0009 says of such a type that it is no contract.
    private static bool IsReportedAsDerived(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class
        && type.Hierarchy().Skip(1).FirstOrDefault(level => level.Find(KafkaAttributes.Topic) is not null) is { } contract
        && !JsonPolymorphism.Lists(contract, type);
}
