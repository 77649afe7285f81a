using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>A type that System.Text.Json writes by enumerating it: as an array, or with string keys as an object.</summary>
/// <param name="Element">The type of the elements, of the values in a dictionary.</param>
/// <param name="IsDictionary">Whether it is written as an object.</param>
/// <param name="Loop">How the elements are reached.</param>
/// <param name="Through">The interface to enumerate it through, when it is not a type of .NET's with its own enumerator.</param>
/// <param name="Fault">Why it cannot be written, else <see langword="null"/>.</param>
internal sealed record JsonCollection(ITypeSymbol Element, bool IsDictionary, ListLoop Loop, string? Through, string? Fault)
{
    private const string Collections = "System.Collections.Generic";

    public static JsonCollection? Of(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            string? fault = array.Rank > 1 ? "it is an array of more than one dimension" : null;
            return new JsonCollection(array.ElementType, false, ListLoop.Array, null, fault);
        }

        if (type is not INamedTypeSymbol named || !Interfaces(named).Any(face => face.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            return null;
        }

        // System.Text.Json looks for a dictionary first, then for the interfaces of lists.
        INamedTypeSymbol[] maps = ImplementationsOf(named, "IDictionary`2");
        if (maps.Length == 0)
        {
            maps = ImplementationsOf(named, "IReadOnlyDictionary`2");
        }

        if (maps.Length > 0)
        {
            string? fault = maps.Length > 1 ? "it is a dictionary in more than one way"
                : maps[0].TypeArguments[0].SpecialType != SpecialType.System_String ? "the keys of a dictionary must be strings"
                : null;
            return new JsonCollection(maps[0].TypeArguments[1], true, ListLoop.Enumerate, ThroughEntries(named, maps[0]), fault);
        }

        INamedTypeSymbol[] sequences = ImplementationsOf(named, "IEnumerable`1");
        return sequences.Length switch
        {
            0 => new JsonCollection(named, false, ListLoop.Enumerate, null, "its elements have no type; use a generic collection"),
            1 => OfSequence(named, sequences[0]),
            _ => new JsonCollection(named, false, ListLoop.Enumerate, null, "it is a collection in more than one way"),
        };
    }

    private static JsonCollection OfSequence(INamedTypeSymbol type, INamedTypeSymbol sequence)
    {
        ITypeSymbol element = sequence.TypeArguments[0];
        if (type.Is("System.Collections.Immutable", "ImmutableArray`1"))
        {
            return new JsonCollection(element, false, ListLoop.ImmutableArray, null, null);
        }

        // The indexers of lists yield what their enumerators yield, and an enumerator behind an interface would be an allocation a message.
        return type.Is(Collections, "List`1") || type.Is(Collections, "IReadOnlyList`1") || type.Is(Collections, "IList`1")
            ? new JsonCollection(element, false, ListLoop.List, null, null)
            : new JsonCollection(element, false, ListLoop.Enumerate, HasOwnEnumerator(type) ? null : sequence.Global(), null);
    }

    private static string? ThroughEntries(INamedTypeSymbol type, INamedTypeSymbol map) =>
        HasOwnEnumerator(type)
            ? null
            : $"global::System.Collections.Generic.IEnumerable<global::System.Collections.Generic.KeyValuePair<string, {map.TypeArguments[1].Global()}>>";

    // The enumerators of .NET's own collections yield what their interfaces yield, without an allocation; somebody else's may not.
    private static bool HasOwnEnumerator(INamedTypeSymbol type) =>
        type.TypeKind != TypeKind.Interface
        && type.IsPlatform()
        && type.IsGenericType
        && type.ContainingNamespace is { } space
        && TypeNames.Dotted(space) is Collections or "System.Collections.Immutable" or "System.Collections.Frozen"
        && ImplementationsOf(type, "IEnumerable`1").Length == 1;

    private static INamedTypeSymbol[] ImplementationsOf(INamedTypeSymbol type, string name) =>
        [.. Interfaces(type).Where(face => face.Is(Collections, name))];

    private static IEnumerable<INamedTypeSymbol> Interfaces(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Append(type) : type.AllInterfaces;
}
