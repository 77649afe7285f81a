using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Finds how a member is reached from a value of a derived type.</summary>
internal static class MemberAccesses
{
    public static MemberAccess To(ISymbol member, INamedTypeSymbol from) =>
        new(TypeNames.Escape(member.Name), IsHidden(member, from) ? member.ContainingType.Global() : null);

    private static bool IsHidden(ISymbol member, INamedTypeSymbol from)
    {
        if (member.ContainingType.TypeKind == TypeKind.Interface)
        {
            return !SymbolEqualityComparer.Default.Equals(member.ContainingType, from);
        }

        return from.Hierarchy()
            .TakeWhile(level => !SymbolEqualityComparer.Default.Equals(level, member.ContainingType))
            .Any(level => level.GetMembers(member.Name).Any(other => !other.IsOverride));
    }
}
