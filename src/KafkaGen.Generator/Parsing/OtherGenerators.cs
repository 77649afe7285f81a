using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Parsing;

/// <summary>
/// Types that another source generator completes, as StronglyTypedId and Vogen do: their members and their converter are invisible to ours, and
/// visible to the analyzer. Both must come to the same code, so the converter of such a type is found while the program runs.
/// </summary>
internal static class OtherGenerators
{
    /// <summary>Whether a type may get a converter, or has one, from another generator.</summary>
    public static bool MayConvert(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Struct or TypeKind.Class } named
        && IsPartial(named)
        && (JsonConverterParser.ConverterOf(named) is not null || IsEmpty(named));

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(part =>
        part.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static bool IsEmpty(INamedTypeSymbol type) =>
        !JsonPolymorphism.IsPolymorphic(type)
        && JsonCollection.Of(type) is null
        && type.Hierarchy().All(level => level.GetMembers().All(member => JsonMember.Of(member, Model.JsonNamingForm.AsDeclared) is null));
}
