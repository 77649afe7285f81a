using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KafkaGen.Generator.Parsing;

/// <summary>The names of types and members: as generated code, messages and reflection write them.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat s_display =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>The name that means this type wherever it is written: <c>global::Shop.Order</c>. Nullable annotations are left out.</summary>
    /// <remarks>Roslyn's own display format escapes keywords differently in each version.</remarks>
    public static string Global(this ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return array.ElementType.Global() + "[" + new string(',', array.Rank - 1) + "]";
            case INamedTypeSymbol when type.NullableValue() is { } value:
                return value.Global() + "?";
            case INamedTypeSymbol { SpecialType: SpecialType.None } named:
                return GlobalNamed(named);
            case INamedTypeSymbol named:
                string keyword = named.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString();
                return SyntaxFacts.GetKeywordKind(keyword) == SyntaxKind.None ? GlobalNamed(named) : keyword;
            default:
                return type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        }
    }

    /// <summary>The name that people read: <c>Shop.Order</c>.</summary>
    public static string Display(this ITypeSymbol type) => type.ToDisplayString(s_display);

    /// <summary>The name of <see cref="System.Type.ToString"/>: <c>Shop.Outer+Inner`1[Shop.Order]</c>; of an open type without arguments.</summary>
    public static string Reflection(this INamedTypeSymbol type)
    {
        string[] arguments = ArgumentsOf(type).Select(ReflectionOf).ToArray();
        return arguments.Length == 0 ? Definition(type) : $"{Definition(type)}[{string.Join(",", arguments)}]";
    }

    /// <summary>The identifier as source code writes it: <c>@event</c>.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;

    public static bool Is(this ITypeSymbol type, string nameSpace, string name) =>
        type.MetadataName == name && type.ContainingType is null && type.ContainingNamespace is { } space && Dotted(space) == nameSpace;

    /// <summary>The type and its bases, the most derived first, without <see cref="object"/> and <see cref="ValueType"/>.</summary>
    public static IEnumerable<INamedTypeSymbol> Hierarchy(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType))
            {
                yield return current;
            }
        }
    }

    /// <summary>The value type inside a <see cref="Nullable{T}"/>, else <see langword="null"/>.</summary>
    public static ITypeSymbol? NullableValue(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;

    /// <summary>The underlying integer of an enum as a keyword, else <see langword="null"/>.</summary>
    public static string? EnumKeyword(this ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } ? underlying.ToDisplayString() : null;

    /// <summary>Whether the type comes with .NET or another library of Microsoft's rather than from somebody's domain.</summary>
    public static bool IsPlatform(this ITypeSymbol type)
    {
        if (type.ContainingNamespace is not { } space || type.ContainingAssembly is not { } assembly)
        {
            return false;
        }

        string name = Dotted(space);
        return (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal))
            && !assembly.Identity.PublicKeyToken.IsDefaultOrEmpty;
    }

    /// <summary>Whether C# can write the type's full name: other languages allow any text as a name, or have types without one.</summary>
    public static bool HasIdentifier(this INamedTypeSymbol type) =>
        SyntaxFacts.IsValidIdentifier(type.Name)
        && (type.ContainingType is { } outer
            ? outer.HasIdentifier()
            : type.ContainingNamespace is not { IsGlobalNamespace: false } space || Dotted(space).Split('.').All(SyntaxFacts.IsValidIdentifier));

    /// <summary>Whether the type, or one around it, has type parameters.</summary>
    public static bool IsGeneric(this INamedTypeSymbol type) => type.TypeArguments.Length > 0 || type.ContainingType?.IsGeneric() == true;

    /// <summary>Whether the type, or one around it, is seen in its file alone.</summary>
    public static bool IsFileLocal(this ITypeSymbol type)
    {
        for (INamedTypeSymbol? current = type as INamedTypeSymbol; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal)
            {
                return true;
            }
        }

        return false;
    }

    public static string Dotted(INamespaceSymbol space)
    {
        if (space.IsGlobalNamespace)
        {
            return string.Empty;
        }

        return space.ContainingNamespace is { IsGlobalNamespace: false } outer
            ? new StringBuilder(Dotted(outer)).Append('.').Append(space.Name).ToString()
            : space.Name;
    }

    private static string Definition(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            return Definition(outer) + "+" + type.MetadataName;
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? Dotted(space) + "." + type.MetadataName : type.MetadataName;
    }

    private static IEnumerable<ITypeSymbol> ArgumentsOf(INamedTypeSymbol type) =>
        (type.ContainingType is { } outer ? ArgumentsOf(outer) : [])
        .Concat(type.IsUnboundGenericType ? [] : type.TypeArguments.Where(argument => argument.TypeKind != TypeKind.TypeParameter));

    private static string ReflectionOf(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named => named.Reflection(),
        IArrayTypeSymbol array => ReflectionOf(array.ElementType) + "[" + new string(',', array.Rank - 1) + "]",
        _ => type.ToDisplayString(),
    };

    private static string GlobalNamed(INamedTypeSymbol type)
    {
        string prefix = type switch
        {
            { ContainingType: { } outer } => outer.Global() + ".",
            { ContainingNamespace: { IsGlobalNamespace: false } space } => "global::" + string.Join(".", Dotted(space).Split('.').Select(Escape)) + ".",
            _ => "global::",
        };
        string arguments = type.TypeArguments.Length == 0
            ? string.Empty
            : "<" + string.Join(", ", type.TypeArguments.Select(Global)) + ">";
        return prefix + Escape(type.Name) + arguments;
    }
}
