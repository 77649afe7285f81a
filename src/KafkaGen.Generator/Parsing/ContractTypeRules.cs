using KafkaGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Which types can be contracts.</summary>
internal static class ContractTypeRules
{
    /// <returns>Whether it is worth looking at the type's members.</returns>
    public static bool Check(INamedTypeSymbol type, Findings findings)
    {
        if (IsGeneric(type))
        {
            findings.Add(ContractDiagnostics.OpenGeneric, findings.Contract, type.Display());
            return false;
        }

        if (WrongKind(type) is { } kind)
        {
            findings.Add(ContractDiagnostics.WrongKind, findings.Contract, type.Display(), kind);
            return false;
        }

        if (HiddenBy(type, findings) is { } hidden)
        {
            findings.Add(ContractDiagnostics.Inaccessible, findings.Contract, type.Display(), hidden);
            return false;
        }

        if (type.Hierarchy().Any(level => level.TypeKind == TypeKind.Error))
        {
            findings.MarkUnresolved();
            return false;
        }

        return true;
    }

    private static bool IsGeneric(INamedTypeSymbol type) =>
        type.IsUnboundGenericType
        || type.TypeArguments.Any(argument => argument.TypeKind == TypeKind.TypeParameter)
        || (type.ContainingType is { } outer && IsGeneric(outer));

    private static string? WrongKind(INamedTypeSymbol type) => type switch
    {
        { IsRefLikeType: true } => "a ref struct",
        { IsStatic: true } => "static",
        { TypeKind: TypeKind.Interface } or { IsAbstract: true } when JsonPolymorphism.IsPolymorphic(type) => null,
        { TypeKind: TypeKind.Interface } => "an interface",
        { IsAbstract: true } => "abstract",
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => "a nullable value, which may be none",
        { TypeKind: TypeKind.Class or TypeKind.Struct } => null,
        _ => "neither a class nor a struct",
    };

    private static string? HiddenBy(INamedTypeSymbol type, Findings findings)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal)
            {
                return "local to its file";
            }
        }

        return findings.CanSee(type) ? null : "private or protected, itself or a type around it";
    }
}
