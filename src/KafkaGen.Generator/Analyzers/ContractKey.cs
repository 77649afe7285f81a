using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Analyzers;

/// <summary>The key of one contract, as the generator's parser sees it.</summary>
/// <param name="Type">The type that a key is given as, or <see langword="null"/> where records have none.</param>
/// <param name="CanBeNull">Whether a record may be sent without a key, because its member is declared nullable.</param>
internal sealed record ContractKey(ITypeSymbol? Type, bool CanBeNull)
{
    /// <summary>The keys of a type's contracts; empty where it has none, or where one of them is not known.</summary>
    public static IReadOnlyList<ContractKey> Of(INamedTypeSymbol message, Compilation compilation)
    {
        ContractKey?[] keys =
        [
            .. ContractDeclaration.On(message)
                .Concat(AssignedContracts.AssembliesOf(compilation).SelectMany(ContractDeclaration.On).Where(IsOfMessage))
                .Select(declaration => Of(declaration, compilation)),
        ];
        return keys.Contains(null) ? [] : [.. keys.OfType<ContractKey>()];

        bool IsOfMessage(ContractDeclaration declaration) => SymbolEqualityComparer.Default.Equals(declaration.Type, message);
    }

    // A key that the parser refuses is its own diagnostic.
    private static ContractKey? Of(ContractDeclaration declaration, Compilation compilation)
    {
        var findings = new Findings(compilation, Location.None);
        AnnotatedMember[] marked = KeyParser.MembersOf(ContractMembers.Of(declaration, findings));
        if (findings.All.Count > 0 || findings.IsUnresolved)
        {
            return null;
        }

        if (marked.Length > 0)
        {
            return new ContractKey(KeyParser.TypeOf(marked, compilation), marked.Length == 1 && IsNullable(marked[0]));
        }

        return HasHiddenKey(declaration, compilation) ? null : new ContractKey(null, false);
    }

    // What lies behind a class is read by "?." whether that can be null or not.
    private static bool IsNullable(AnnotatedMember member) =>
        member.Access.Name.IndexOf("?.", StringComparison.Ordinal) < 0
        && (member.Type.NullableValue() is not null || member.Type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated });

    // A reference assembly leaves internal members out, but not the generated contract.
    private static bool HasHiddenKey(ContractDeclaration declaration, Compilation compilation)
    {
        if (SymbolEqualityComparer.Default.Equals(declaration.Assembly, compilation.Assembly))
        {
            return false;
        }

        string space = GeneratedNames.Namespace(declaration.Assembly.Name).Replace("@", string.Empty);
        string name = GeneratedNames.Contract(declaration.Type, declaration.DeclaredName);
        return declaration.Assembly.GetTypeByMetadataName($"{space}.{name}")?.BaseType?.TypeArguments.Length != 1;
    }
}
