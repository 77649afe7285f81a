using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Whether the full name of a type means that type: two assemblies may declare the same one, and a project that sees the internals of both can
/// name neither; and what is referenced under an extern alias alone has no full name at all.
/// </summary>
internal static class UniqueNames
{
    public static bool IsUnique(ITypeSymbol type, Findings findings) => type switch
    {
        IArrayTypeSymbol array => IsUnique(array.ElementType, findings),
        INamedTypeSymbol named => named.TypeArguments.All(argument => IsUnique(argument, findings)) && (named.IsPlatform() || IsOnly(named, findings)),
        _ => true,
    };

    /// <summary>Whether code without an extern alias can name what a reference brings.</summary>
    public static bool IsGlobal(MetadataReference reference) =>
        reference.Properties.Aliases.IsDefaultOrEmpty || reference.Properties.Aliases.Contains(MetadataReferenceProperties.GlobalAlias);

    private static bool IsOnly(INamedTypeSymbol type, Findings findings)
    {
        // What does not exist is in no assembly.
        Compilation compilation = findings.Compilation;
        if (type.ContainingAssembly is not { } assembly)
        {
            return true;
        }

        if (!SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
            && compilation.GetMetadataReference(assembly) is { } reference
            && !IsGlobal(reference))
        {
            return false;
        }

        // Where its namespace is of one assembly, nothing else can have its name; asking every reference for each type took a tenth of all the time.
        INamedTypeSymbol outer = type.OriginalDefinition;
        while (outer.ContainingType is { } around)
        {
            outer = around;
        }

        return outer.ContainingNamespace is not { } declared
            || compilation.GetCompilationNamespace(declared) is not { } space
            || space.GetTypeMembers(outer.Name, outer.Arity).Count(findings.CanSee) <= 1;
    }
}
