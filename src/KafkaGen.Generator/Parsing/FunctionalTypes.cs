using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>The types of F# that System.Text.Json treats by themselves. Its lists, sets and maps are collections like others, its records classes.</summary>
internal static class FunctionalTypes
{
    private const string Core = "Microsoft.FSharp.Core";

    // SourceConstructFlags: what an F# type is, in the lowest bits.
    private const int KindMask = 31;
    private const int SumType = 1;

    /// <summary>Whether it is an option, of which <c>None</c> is <see langword="null"/>.</summary>
    public static bool IsOption(ITypeSymbol type) => type.Is(Core, "FSharpOption`1");

    /// <summary>Whether it is an option that is a struct.</summary>
    public static bool IsValueOption(ITypeSymbol type) => type.Is(Core, "FSharpValueOption`1");

    /// <summary>Whether it is a union: C# sees its tag and tests as properties, which System.Text.Json does not write.</summary>
    public static bool IsUnion(ITypeSymbol type) => type.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Is(Core, "CompilationMappingAttribute") == true
        && attribute.ConstructorArguments.FirstOrDefault().Value is int flags
        && (flags & KindMask) == SumType);
}
