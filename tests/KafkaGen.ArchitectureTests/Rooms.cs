using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace KafkaGen.ArchitectureTests;

/// <summary>
/// An assembly as rooms, the first part of a namespace below the assembly's own, and the arrows between them. The assembly's own namespace is no
/// room: the public surface and what wires the rooms together may use all of them, and be used by all. A constant leaves no arrow: the compiler
/// copies it.
/// </summary>
internal sealed class Rooms
{
    private readonly string _root;
    private readonly IReadOnlyDictionary<string, string[]> _mayUse;
    private readonly IReadOnlyList<IType> _types;

    /// <param name="assembly">The assembly's name, which is the namespace above the rooms.</param>
    /// <param name="mayUse">Each room, with the rooms that it may use.</param>
    public Rooms(string assembly, IReadOnlyDictionary<string, string[]> mayUse)
    {
        _root = assembly + ".";
        _mayUse = mayUse;
        _types = [.. new ArchLoader().LoadAssembly(System.Reflection.Assembly.Load(assembly)).Build().Types];
    }

    /// <summary>The rooms that have a type.</summary>
    public IReadOnlyList<string> All => [.. _types.Select(RoomOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The arrows that no rule allows: <c>Room.Type -&gt; Room</c>.</summary>
    public IReadOnlyList<string> Forbidden() =>
    [
        .. _types
            .SelectMany(type => type.Dependencies, (type, dependency) => (type, room: RoomOf(type), used: RoomOf(dependency.Target)))
            .Where(arrow => arrow.room is not null && arrow.used != arrow.room && _mayUse.ContainsKey(arrow.used ?? "") && !_mayUse[arrow.room].Contains(arrow.used))
            .Select(arrow => $"{OutermostName(arrow.type)} -> {arrow.used}")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    // What the compiler makes for an assembly has no namespace.
    private string? RoomOf(IType type) =>
        type.Namespace?.FullName is { } name && name.StartsWith(_root, StringComparison.Ordinal) ? name[_root.Length..].Split('.')[0] : null;

    // What the compiler makes of lambdas and iterators is nested in the type that they stand in.
    private string OutermostName(IType type) => type.FullName[_root.Length..].Split('+', '/')[0].Split('`')[0];
}
