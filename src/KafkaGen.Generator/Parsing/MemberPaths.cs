using System.Collections.Immutable;
using System.Text;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Parsing;

/// <summary>Follows paths such as <c>Payload.OrderId</c>.</summary>
internal static class MemberPaths
{
    /// <summary>The member at the end of a path, or <see langword="null"/> after a finding.</summary>
    public static AnnotatedMember? Find(ContractDeclaration declaration, string argument, string path, Findings findings)
    {
        ITypeSymbol type = declaration.Type;
        var access = new StringBuilder();
        ISymbol? last = null;
        bool mayBeMissing = false;
        foreach (string name in path.Split('.'))
        {
            if (last is not null)
            {
                bool canBeNull = type.IsReferenceType || type.NullableValue() is not null;
                mayBeMissing |= canBeNull;
                access.Append(canBeNull ? "?." : ".");
                type = type.NullableValue() ?? type;
            }

            last = Member(type, name, findings);
            if (last is null)
            {
                findings.Add(
                    ContractDiagnostics.MemberPath,
                    declaration.PlaceOfNamed(argument, findings),
                    path,
                    declaration.Type.Display(),
                    $"'{type.Display()}' has no readable member '{name}' that generated code can see");
                return null;
            }

            type = last is IPropertySymbol property ? property.Type : ((IFieldSymbol)last).Type;
            if (type.TypeKind == TypeKind.Error)
            {
                findings.MarkUnresolved();
                return null;
            }

            access.Append(TypeNames.Escape(name));
        }

        // A value behind a null is none, which makes its type nullable.
        if (mayBeMissing && type.IsValueType && type.NullableValue() is null)
        {
            type = findings.Compilation.GetSpecialType(SpecialType.System_Nullable_T).Construct(type);
        }

        return new AnnotatedMember(
            last!,
            type,
            new MemberAccess(access.ToString(), null),
            ImmutableArray<AttributeData>.Empty,
            declaration.PlaceOfNamed(argument, findings)) { Path = path };
    }

    private static ISymbol? Member(ITypeSymbol type, string name, Findings findings)
    {
        IEnumerable<ITypeSymbol> levels = type is INamedTypeSymbol { TypeKind: not TypeKind.Interface } named
            ? named.Hierarchy()
            : [type, .. type.AllInterfaces];
        return levels
            .SelectMany(level => level.GetMembers(name))
            .FirstOrDefault(member => member switch
            {
                IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: { } getter } => findings.CanSee(getter),
                IFieldSymbol { IsStatic: false } => findings.CanSee(member),
                _ => false,
            });
    }
}
