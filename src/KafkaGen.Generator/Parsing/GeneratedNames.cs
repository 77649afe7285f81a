using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// The names of generated classes and namespaces. Two types never get the same one: what a dot may become is <c>_</c>, and everything else that
/// no identifier may hold, the underscore itself included, becomes <c>_</c> and a digit, which no identifier starts with.
/// </summary>
internal static class GeneratedNames
{
    private const string Underscore = "_1";
    private const string Nested = "_2";
    private const string OpenArguments = "_3";
    private const string NextArgument = "_4";
    private const string CloseArguments = "_5";
    private const string Array = "_6";
    private const string Nullable = "_7";
    private const string DotBeforeDigit = "_8";
    private const string Other = "_9";
    private const string LeadingDigit = "_0";

    /// <summary>Separates a type from what writes it in a way that is not its own.</summary>
    public const string By = "_0";

    /// <summary><c>Shop.Order</c> becomes <c>Shop_Order</c>, a <c>List&lt;Shop.Order&gt;</c> what is still readable.</summary>
    public static string Mangle(ITypeSymbol type)
    {
        var text = new StringBuilder();
        AppendType(text, type);
        return text.ToString();
    }

    /// <summary>The accessor of a member, whose name another language may have let be any text.</summary>
    public static string Accessor(ISymbol member) => Mangle(member.ContainingType) + AppendText(new StringBuilder(By), member.Name);

    /// <summary>The class of a contract. A closing of arguments that nothing opened sets a declared name apart from every type's.</summary>
    public static string Contract(ITypeSymbol type, string? name) =>
        Mangle(type) + "Contract" + (name is null ? string.Empty : CloseArguments + AppendText(new StringBuilder(), name));

    /// <summary>The namespace of everything that is generated into an assembly: no two assemblies share one, even where they see each other's internals.</summary>
    public static string Namespace(string? assemblyName)
    {
        string name = string.IsNullOrEmpty(assemblyName) ? "Unnamed" : assemblyName!;
        return "KafkaGen.Generated." + TypeNames.Escape(AppendText(new StringBuilder(), name).ToString());
    }

    private static StringBuilder AppendText(StringBuilder text, string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (c == '.')
            {
                text.Append(i + 1 < name.Length && char.IsDigit(name[i + 1]) ? DotBeforeDigit : "_");
            }
            else if (c == '_')
            {
                text.Append(Underscore);
            }
            else if (char.IsLetter(c) || (char.IsDigit(c) && i > 0))
            {
                text.Append(c);
            }
            else if (char.IsDigit(c))
            {
                text.Append(LeadingDigit).Append(c);
            }
            else
            {
                text.Append(Other).Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return text;
    }

    private static void AppendType(StringBuilder text, ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                AppendType(text, array.ElementType);
                text.Append(Array);
                break;
            case INamedTypeSymbol when type.NullableValue() is { } value:
                AppendType(text, value);
                text.Append(Nullable);
                break;
            case INamedTypeSymbol named:
                AppendNamed(text, named);
                break;
            default:
                AppendIdentifier(text, type.Name);
                break;
        }
    }

    private static void AppendNamed(StringBuilder text, INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            AppendNamed(text, outer);
            text.Append(Nested);
        }
        else if (type.ContainingNamespace is { IsGlobalNamespace: false } space)
        {
            foreach (string segment in TypeNames.Dotted(space).Split('.'))
            {
                AppendIdentifier(text, segment);
                text.Append('_');
            }
        }

        AppendIdentifier(text, type.Name);
        if (type.TypeArguments.Length > 0)
        {
            for (int i = 0; i < type.TypeArguments.Length; i++)
            {
                text.Append(i == 0 ? OpenArguments : NextArgument);
                AppendType(text, type.TypeArguments[i]);
            }

            text.Append(CloseArguments);
        }
    }

    private static void AppendIdentifier(StringBuilder text, string identifier) => text.Append(identifier.Replace("_", Underscore));
}
