using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Whether the full name of a type means that type: two assemblies may declare the same one, and a project that sees the internals of both can
/// name neither.
/// </summary>
internal static class UniqueNames
{
    public static bool IsUnique(ITypeSymbol type, Findings findings) => type switch
    {
        IArrayTypeSymbol array => IsUnique(array.ElementType, findings),
        INamedTypeSymbol named => named.TypeArguments.All(argument => IsUnique(argument, findings)) && (named.IsPlatform() || IsOnly(named, findings)),
        _ => true,
    };

    private static bool IsOnly(INamedTypeSymbol type, Findings findings) =>
        findings.Compilation.GetTypesByMetadataName(type.OriginalDefinition.Reflection()).Count(findings.CanSee) <= 1;
}
