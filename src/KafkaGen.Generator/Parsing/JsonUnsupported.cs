using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Why a type that is no scalar cannot be written.</summary>
internal static class JsonUnsupported
{
    private const string Json = "System.Text.Json";

    public static string? Reason(ITypeSymbol type, JsonCollection? collection, Findings findings)
    {
        if (KindFault(type) is { } fault)
        {
            return fault;
        }

        if (!findings.CanSee(type) || type.IsFileLocal())
        {
            return "generated code cannot see it; make it internal or public";
        }

        if (type.ContainingNamespace is { } space && TypeNames.Dotted(space).StartsWith(Json, StringComparison.Ordinal) && type.IsPlatform())
        {
            return "it is part of System.Text.Json, which does not write it";
        }

        if (type is INamedTypeSymbol { IsTupleType: false } nameless && !nameless.HasIdentifier())
        {
            return "C# cannot write its name";
        }

        if (FunctionalTypes.IsUnion(type) && collection is null)
        {
            return "it is an F# union, which System.Text.Json does not write";
        }

        if (type is INamedTypeSymbol named
            && type.AllInterfaces.Append(named).Any(face => face.Is("System.Collections.Generic", "IAsyncEnumerable`1")))
        {
            return "it is enumerated asynchronously";
        }

        if (collection is not null)
        {
            return collection.Fault;
        }

        if (type is { TypeKind: TypeKind.Interface, AllInterfaces.Length: > 1 })
        {
            return "it is an interface that inherits more than one other";
        }

        return type.IsPlatform() && !type.Is("System.Collections.Generic", "KeyValuePair`2")
            ? "System.Text.Json has no converter for it"
            : null;
    }

    private static string? KindFault(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Dynamic } => "it is dynamic, which has no type at all; declare it as object",
        { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => "it is a pointer",
        { TypeKind: TypeKind.TypeParameter } => "it is open",
        { TypeKind: TypeKind.Delegate } => "it is a delegate",
        { IsRefLikeType: true } => "it is a ref struct",
        { IsTupleType: true } => "it is a tuple, whose members System.Text.Json leaves out",
        { IsAnonymousType: true } => "it is anonymous",
        IArrayTypeSymbol or INamedTypeSymbol => null,
        _ => "it is no class, struct or interface",
    };
}
