using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Reads <c>[JsonNumberHandling]</c>. It reaches numbers and the elements of a collection of numbers, no deeper; a member's own comes before that of
/// the type around it, and both before that of the collection's type.
/// </summary>
internal static class JsonNumbers
{
    // JsonNumberHandling, by its numbers. What concerns reading is left aside.
    private const int WriteAsString = 2;
    private const int AllowNamedFloatingPointLiterals = 4;

    /// <summary>The form that an attribute asks for, <see langword="null"/> without one.</summary>
    public static NumberForm? FormOf(ISymbol symbol) =>
        symbol.FindJson("JsonNumberHandlingAttribute")?.ConstructorArguments.FirstOrDefault().Value is not int handling ? null
        : (handling & WriteAsString) != 0 ? NumberForm.AsString
        : (handling & AllowNamedFloatingPointLiterals) != 0 ? NumberForm.OrName
        : NumberForm.Plain;

    /// <summary>Whether the attribute on a member says something else than <c>Strict</c>, which System.Text.Json allows on numbers alone.</summary>
    public static bool NeedsNumbers(ISymbol member) =>
        member.FindJson("JsonNumberHandlingAttribute")?.ConstructorArguments.FirstOrDefault().Value is int and not 0;

    public static bool IsNumber(ITypeSymbol type) => IsInteger(type) || IsFraction(type) || type.SpecialType == SpecialType.System_Decimal;

    public static bool IsNumbers(ITypeSymbol type)
    {
        ITypeSymbol value = type.NullableValue() ?? type;
        return IsNumber(value) || (JsonCollection.Of(value) is { } collection && IsNumber(collection.Element.NullableValue() ?? collection.Element));
    }

    /// <summary>The form of one number: a name is only for those that may need it.</summary>
    public static NumberForm Of(ITypeSymbol type, NumberForm? form) => form switch
    {
        NumberForm.AsString when IsNumber(type) => NumberForm.AsString,
        NumberForm.OrName when IsFraction(type) => NumberForm.OrName,
        _ => NumberForm.Plain,
    };

    private static bool IsFraction(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Single or SpecialType.System_Double || type.Is("System", "Half");

    public static bool IsInteger(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Byte or SpecialType.System_SByte
            or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32
            or SpecialType.System_Int64 or SpecialType.System_UInt64
        || type.Is("System", "Int128")
        || type.Is("System", "UInt128");
}
