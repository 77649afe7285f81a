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
            case INamedTypeSymbol named:
                return Keyword(named.SpecialType) ?? GlobalNamed(named);
            default:
                return type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        }
    }

    /// <summary>The name that people read: <c>Shop.Order</c>.</summary>
    public static string Display(this ITypeSymbol type) =>
        type is INamedTypeSymbol { IsGenericType: false, SpecialType: SpecialType.None, IsTupleType: false, TypeKind: not TypeKind.Error } named
            ? NamespaceAndName(named)
            : type.ToDisplayString(s_display);

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
        type.MetadataName == name && type.ContainingType is null && type.ContainingNamespace is { } space && space.Is(nameSpace);

    /// <summary>Whether a namespace has this full name.</summary>
    public static bool Is(this INamespaceSymbol space, string name)
    {
        // Asked for each attribute of each member, so that no name is put together.
        int end = name.Length;
        INamespaceSymbol? level = space;
        while (level is { IsGlobalNamespace: false })
        {
            int start = end - level.Name.Length;
            if (start < 0 || string.CompareOrdinal(name, start, level.Name, 0, level.Name.Length) != 0)
            {
                return false;
            }

            level = level.ContainingNamespace;
            if (start == 0 || name[start - 1] != '.')
            {
                return start == 0 && level is null or { IsGlobalNamespace: true };
            }

            end = start - 1;
        }

        return name.Length == 0;
    }

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
        if (type.ContainingNamespace is not { IsGlobalNamespace: false } space || type.ContainingAssembly is not { } assembly)
        {
            return false;
        }

        INamespaceSymbol root = space;
        while (root.ContainingNamespace is { IsGlobalNamespace: false } outer)
        {
            root = outer;
        }

        return (root.Name == "System" || (root.Name == "Microsoft" && !ReferenceEquals(root, space)))
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
            ? Dotted(outer) + "." + space.Name
            : space.Name;
    }

    private static string? Keyword(SpecialType type) => type switch
    {
        SpecialType.System_Object => "object",
        SpecialType.System_Void => "void",
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Char => "char",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_Byte => "byte",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int64 => "long",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Decimal => "decimal",
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        SpecialType.System_String => "string",
        _ => null,
    };

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
        if (!type.IsGenericType)
        {
            return "global::" + NamespaceAndName(type);
        }

        string prefix = type switch
        {
            { ContainingType: { } outer } => outer.Global() + ".",
            { ContainingNamespace: { IsGlobalNamespace: false } space } => "global::" + NamespaceAndName(space) + ".",
            _ => "global::",
        };
        string arguments = type.TypeArguments.Length == 0
            ? string.Empty
            : "<" + string.Join(", ", type.TypeArguments.Select(Global)) + ">";
        return prefix + Escape(type.Name) + arguments;
    }

    private static string NamespaceAndName(ISymbol symbol) =>
        ((ISymbol?)symbol.ContainingType ?? symbol.ContainingNamespace) is { } outer and not INamespaceSymbol { IsGlobalNamespace: true }
            ? NamespaceAndName(outer) + "." + Escape(symbol.Name)
            : Escape(symbol.Name);
}
