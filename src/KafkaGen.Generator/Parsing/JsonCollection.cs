using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>A type that System.Text.Json writes by enumerating it: as an array, or a dictionary as an object.</summary>
/// <param name="Element">The type of the elements, of the values in a dictionary.</param>
/// <param name="Key">The type of a dictionary's keys, else <see langword="null"/>.</param>
/// <param name="Loop">How the elements are reached.</param>
/// <param name="Through">The type to enumerate it through, when not by its own enumerator or indexer.</param>
/// <param name="Fault">Why it cannot be written, else <see langword="null"/>.</param>
internal sealed record JsonCollection(ITypeSymbol Element, ITypeSymbol? Key, ListLoop Loop, string? Through, string? Fault)
{
    private const string Collections = "System.Collections.Generic";
    private const string Untypeds = "System.Collections";

    // The sequence in which System.Text.Json asks what a type is (its IEnumerableConverterFactory).
    private static readonly string[] s_maps = ["IDictionary`2", "IReadOnlyDictionary`2"];
    private static readonly string[] s_sequences = ["IList`1", "ISet`1", "ICollection`1", "IEnumerable`1"];

    public static JsonCollection? Of(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            string? fault = array.Rank > 1 ? "it is an array of more than one dimension" : null;
            return new JsonCollection(array.ElementType, null, ListLoop.Array, null, fault);
        }

        if (type is not INamedTypeSymbol named)
        {
            return null;
        }

        if (named.Is("System", "Memory`1") || named.Is("System", "ReadOnlyMemory`1"))
        {
            return new JsonCollection(named.TypeArguments[0], null, ListLoop.Span, null, null);
        }

        if (!Interfaces(named).Any(face => face.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            return null;
        }

        if (Base(named, "List`1") is { } list)
        {
            return new JsonCollection(list.TypeArguments[0], null, ListLoop.List, IsItself(named, list) ? null : list.Global(), null);
        }

        return Base(named, "Dictionary`2") is { } dictionary
            ? new JsonCollection(
                dictionary.TypeArguments[1], dictionary.TypeArguments[0], ListLoop.Enumerate, IsItself(named, dictionary) ? null : dictionary.Global(), null)
            : ByInterface(named);
    }

    private static JsonCollection ByInterface(INamedTypeSymbol type)
    {
        foreach (string name in s_maps)
        {
            INamedTypeSymbol[] maps = ImplementationsOf(type, name);
            if (maps.Length > 0)
            {
                return maps.Length > 1 ? InMoreThanOneWay(type) : OfMap(type, maps[0]);
            }
        }

        foreach (string name in s_sequences)
        {
            INamedTypeSymbol[] sequences = ImplementationsOf(type, name);
            if (sequences.Length > 0)
            {
                return sequences.Length > 1 ? InMoreThanOneWay(type) : OfSequence(type, sequences[0].TypeArguments[0]);
            }
        }

        return Untyped(type);
    }

    // Each element is written by its own type, as a member that is declared as object.
    private static JsonCollection Untyped(INamedTypeSymbol type)
    {
        if (Interfaces(type).Any(face => face.Is(Untypeds, "IDictionary")))
        {
            return new JsonCollection(type, null, ListLoop.Enumerate, null, "its keys have no type; use a generic dictionary");
        }

        bool isList = Interfaces(type).Any(face => face.Is(Untypeds, "IList"));
        ITypeSymbol? element = Interfaces(type).First(face => face.SpecialType == SpecialType.System_Collections_IEnumerable)
            .GetMembers("GetEnumerator").OfType<IMethodSymbol>().FirstOrDefault()?.ReturnType
            .GetMembers("Current").OfType<IPropertySymbol>().FirstOrDefault()?.Type;
        return element is null
            ? new JsonCollection(type, null, ListLoop.Enumerate, null, "its elements have no type; use a generic collection")
            : new JsonCollection(
                element, null, isList ? ListLoop.List : ListLoop.Enumerate, $"global::{Untypeds}.{(isList ? "IList" : "IEnumerable")}", null);
    }

    private static JsonCollection InMoreThanOneWay(INamedTypeSymbol type) =>
        new(type, null, ListLoop.Enumerate, null, "it is a collection in more than one way");

    private static JsonCollection OfMap(INamedTypeSymbol type, INamedTypeSymbol map)
    {
        string entries = $"global::System.Collections.Generic.KeyValuePair<{map.TypeArguments[0].Global()}, {map.TypeArguments[1].Global()}>";
        return new JsonCollection(
            map.TypeArguments[1], map.TypeArguments[0], ListLoop.Enumerate, HasOwnEnumerator(type) ? null : Enumerable(entries), null);
    }

    private static JsonCollection OfSequence(INamedTypeSymbol type, ITypeSymbol element)
    {
        if (type.Is("System.Collections.Immutable", "ImmutableArray`1"))
        {
            return new JsonCollection(element, null, ListLoop.ImmutableArray, null, null);
        }

        // An enumerator behind an interface is an allocation a message, and the indexer of somebody else's list may yield something else.
        return type.Is(Collections, "IReadOnlyList`1") || type.Is(Collections, "IList`1")
            ? new JsonCollection(element, null, ListLoop.ListInterface, Enumerable(element.Global()), null)
            : new JsonCollection(element, null, ListLoop.Enumerate, HasOwnEnumerator(type) ? null : Enumerable(element.Global()), null);
    }

    private static string Enumerable(string element) => $"global::System.Collections.Generic.IEnumerable<{element}>";

    // The enumerators of .NET's own collections yield what their interfaces yield, without an allocation; somebody else's may not.
    private static bool HasOwnEnumerator(INamedTypeSymbol type) =>
        type.TypeKind != TypeKind.Interface
        && type.IsPlatform()
        && type.IsGenericType
        && type.ContainingNamespace is { } space
        && TypeNames.Dotted(space) is Collections or "System.Collections.Immutable" or "System.Collections.Frozen"
        && ImplementationsOf(type, "IEnumerable`1").Length == 1;

    private static INamedTypeSymbol? Base(INamedTypeSymbol type, string name) => type.Hierarchy().FirstOrDefault(level => level.Is(Collections, name));

    private static bool IsItself(INamedTypeSymbol type, INamedTypeSymbol level) => SymbolEqualityComparer.Default.Equals(type, level);

    private static INamedTypeSymbol[] ImplementationsOf(INamedTypeSymbol type, string name) =>
        [.. Interfaces(type).Where(face => face.Is(Collections, name))];

    private static IEnumerable<INamedTypeSymbol> Interfaces(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Append(type) : type.AllInterfaces;
}
