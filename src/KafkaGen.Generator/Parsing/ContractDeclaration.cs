using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KafkaGen.Generator.Parsing;

/// <summary>One attribute that makes a type a contract.</summary>
/// <param name="Type">The message type.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="Number">Its place among the type's.</param>
internal sealed record ContractDeclaration(INamedTypeSymbol Type, AttributeData Attribute, int Number)
{
    public string Topic { get; } = Attribute.ConstructorArguments[0].Value as string ?? string.Empty;

    /// <summary>The name that was declared, else <see langword="null"/>.</summary>
    public string? DeclaredName { get; } = Attribute.Named("Name")?.Value as string;

    /// <summary>The declarations on a type. One whose attribute does not compile is left out: the compiler reports it.</summary>
    public static IEnumerable<ContractDeclaration> On(INamedTypeSymbol type) => type.GetAttributes()
        .Where(attribute => attribute.IsKafka(KafkaAttributes.Topic))
        .Where(attribute => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive }])
        .Select((attribute, number) => new ContractDeclaration(type, attribute, number));

    /// <summary>Where the topic is written.</summary>
    public Location PlaceOfTopic(Findings findings) => PlaceOf(argument => argument.NameEquals is null, findings);

    /// <summary>Where a named argument is written.</summary>
    public Location PlaceOfNamed(string name, Findings findings) =>
        PlaceOf(argument => argument.NameEquals?.Name.Identifier.ValueText == name, findings);

    private Location PlaceOf(Func<AttributeArgumentSyntax, bool> wanted, Findings findings) =>
        Attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments }
        && arguments.FirstOrDefault(wanted) is { } argument
            ? argument.GetLocation()
            : findings.Contract;
}
