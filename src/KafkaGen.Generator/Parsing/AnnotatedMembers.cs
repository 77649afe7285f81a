using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>A readable member that is a part of a record: by its attributes, or by a path that the contract's attribute names.</summary>
internal sealed record AnnotatedMember(
    ISymbol Symbol, ITypeSymbol Type, MemberAccess Access, ImmutableArray<AttributeData> Attributes, Location Location)
{
    /// <summary>The path by which it was named, else <see langword="null"/>.</summary>
    public string? Path { get; init; }

    public string Name => Path ?? Symbol.Name;

    /// <summary>The member's place in a key of several.</summary>
    public int KeyOrder { get; init; } = Int(Attributes, "Order");

    /// <summary>The number of the encoding that is asked for where the member is a key.</summary>
    public int KeyEncoding { get; init; } = Int(Attributes, "Encoding");

    public bool Has(string name) => Attributes.Any(attribute => attribute.IsKafka(name));

    private static int Int(ImmutableArray<AttributeData> attributes, string argument) =>
        attributes.FirstOrDefault(attribute => attribute.IsKafka(KafkaAttributes.Key))?.NamedInt(argument, 0) ?? 0;
}

/// <summary>
/// Finds the annotated members of a type and its bases, those of the base first. An attribute on a positional record's parameter, and one on an
/// automatic property's field, is the property's.
/// </summary>
internal static class AnnotatedMembers
{
    public static IReadOnlyList<AnnotatedMember> Of(INamedTypeSymbol type, Findings findings)
    {
        // Keyed by the member that introduces the name, so that an override and what it overrides are one member.
        var order = new List<ISymbol>();
        var attributes = new Dictionary<ISymbol, List<AttributeData>>(SymbolEqualityComparer.Default);
        foreach (INamedTypeSymbol level in type.Hierarchy().Reverse())
        {
            foreach ((ISymbol member, AttributeData attribute) in AttributesOf(level, findings))
            {
                ISymbol root = Root(member);
                if (!attributes.TryGetValue(root, out List<AttributeData>? list))
                {
                    attributes.Add(root, list = []);
                    order.Add(root);
                }

                list.Add(attribute);
            }
        }

        var members = new List<AnnotatedMember>();
        foreach (ISymbol member in order)
        {
            List<AttributeData> list = attributes[member];
            Location place = findings.PlaceOf(member, findings.Contract);
            if (Unreadable(member, findings) is { } fault)
            {
                findings.Add(RecordPartDiagnostics.Unreadable, place, list[0].ShortName(), member.Name, fault);
                continue;
            }

            ITypeSymbol memberType = member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
            if (memberType.TypeKind == TypeKind.Error)
            {
                findings.MarkUnresolved();
                continue;
            }

            members.Add(new AnnotatedMember(member, memberType, MemberAccesses.To(member, type), list.ToImmutableArray(), place));
        }

        return members;
    }

    private static IEnumerable<(ISymbol Member, AttributeData Attribute)> AttributesOf(INamedTypeSymbol type, Findings findings)
    {
        var found = new List<(ISymbol Member, AttributeData Attribute)>();
        foreach (ISymbol member in type.GetMembers())
        {
            ISymbol? owner = member switch
            {
                IPropertySymbol => member,
                IFieldSymbol { AssociatedSymbol: IPropertySymbol property } => property,
                IFieldSymbol => member,
                _ => null,
            };
            if (owner is not null)
            {
                found.AddRange(member.GetAttributes().Where(KafkaAttributes.IsOnMember).Select(attribute => (owner, attribute)));
            }
        }

        foreach (IParameterSymbol parameter in type.InstanceConstructors.SelectMany(constructor => constructor.Parameters))
        {
            foreach (AttributeData attribute in parameter.GetAttributes().Where(KafkaAttributes.IsOnMember))
            {
                if (PropertyOf(parameter, type) is { } property)
                {
                    found.Add((property, attribute));
                }
                else
                {
                    findings.Add(
                        RecordPartDiagnostics.Unreadable,
                        findings.PlaceOf(parameter, findings.Contract),
                        attribute.ShortName(),
                        parameter.Name,
                        "a parameter that declares no property");
                }
            }
        }

        // Positional parameters come in the sequence of the properties that they declare.
        return found
            .Select((item, index) => (item, index))
            .OrderBy(pair => type.GetMembers().IndexOf(pair.item.Member, 0, SymbolEqualityComparer.Default))
            .ThenBy(pair => pair.index)
            .Select(pair => pair.item);
    }

    private static IPropertySymbol? PropertyOf(IParameterSymbol parameter, INamedTypeSymbol type) =>
        !type.IsRecord
            ? null
            : type.Hierarchy()
                .SelectMany(level => level.GetMembers(parameter.Name))
                .OfType<IPropertySymbol>()
                .FirstOrDefault(property => SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type));

    private static ISymbol Root(ISymbol member)
    {
        ISymbol root = member;
        while (root is IPropertySymbol { OverriddenProperty: { } overridden })
        {
            root = overridden;
        }

        return root;
    }

    private static string? Unreadable(ISymbol member, Findings findings)
    {
        if (member.IsStatic)
        {
            return "which is static";
        }

        if (member is not IPropertySymbol property)
        {
            return findings.CanSee(member) ? null : "which generated code cannot see";
        }

        if (property.IsIndexer)
        {
            return "an indexer";
        }

        if (property.GetMethod is not { } getter)
        {
            return "which has no getter";
        }

        return findings.CanSee(getter) ? null : "whose getter generated code cannot see";
    }
}
