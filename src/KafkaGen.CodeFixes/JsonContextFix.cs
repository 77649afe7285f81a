using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace KafkaGen.CodeFixes;

/// <summary>
/// Gives a JSON context what a contract needs of it: the contract's type (KG0015), and the options that the contract asks for (KG0016), which are
/// <c>JsonSerializerDefaults.Web</c> unless it says otherwise.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JsonContextFix))]
public sealed class JsonContextFix : DeclarationFix
{
    private const string Serializable = "JsonSerializable";
    private const string Options = "JsonSourceGenerationOptions";
    private const string Policy = "PropertyNamingPolicy";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(ContractDiagnostics.JsonContextWithoutType.Id, ContractDiagnostics.JsonContextOptions.Id);

    private protected override IReadOnlyList<DeclarationChange> Plan(FixSite site, Diagnostic diagnostic)
    {
        if (site.NodeAt(diagnostic).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || ContractOf(attribute, site) is not { } contract
            || contract.Attribute.Named(JsonContextParser.Argument)?.Value is not INamedTypeSymbol context
            || context.DeclaringSyntaxReferences.Select(part => part.GetSyntax(site.CancellationToken)).FirstOrDefault() is not TypeDeclarationSyntax first)
        {
            return [];
        }

        var settings = JsonSettingsParser.Of(contract);
        var options = JsonContextParser.OptionsOf(context)?.ApplicationSyntaxReference?.GetSyntax(site.CancellationToken) as AttributeSyntax;
        if (diagnostic.Id == ContractDiagnostics.JsonContextOptions.Id)
        {
            bool isMendable = JsonContextParser.NamingOf(context) != settings.Naming;
            TypeDeclarationSyntax? declaration = options is null ? first : options.FirstAncestorOrSelf<TypeDeclarationSyntax>();
            return isMendable && declaration is not null ? [SetOptions(context, declaration, settings)] : [];
        }

        var added = new DeclarationChange(
            $"Add [{Serializable}(typeof({contract.Type.Name}))] to '{context.Name}'",
            first,
            contract.Type.Display(),
            (type, lineEnd) => AttributeLine.AddTo(type, Json(Serializable, TypeOf(contract.Type)), lineEnd));
        return options is null ? [added, SetOptions(context, first, settings)] : [added];
    }

    private static ContractDeclaration? ContractOf(AttributeSyntax attribute, FixSite site)
    {
        IEnumerable<ContractDeclaration> contracts = attribute.Parent?.Parent is TypeDeclarationSyntax declared
            ? site.Model.GetDeclaredSymbol(declared, site.CancellationToken) is { } type ? ContractDeclaration.On(type) : []
            : ContractDeclaration.On(site.Model.Compilation.Assembly);
        return contracts.FirstOrDefault(contract =>
            contract.Attribute.ApplicationSyntaxReference is { } syntax && syntax.SyntaxTree == attribute.SyntaxTree && syntax.Span == attribute.Span);
    }

    private static DeclarationChange SetOptions(INamedTypeSymbol context, TypeDeclarationSyntax declaration, JsonSettings settings) => new(
        $"Give '{context.Name}' the contract's options",
        declaration,
        Options,
        (type, lineEnd) =>
        {
            AttributeSyntax? present = type.AttributeLists
                .SelectMany(list => list.Attributes)
                .FirstOrDefault(attribute => KafkaAttributes.ShortName(AnnotatedTypes.RightmostOf(attribute.Name)) == Options);
            return present is null
                ? AttributeLine.AddTo(type, Json(Options, [.. ArgumentsOf(settings)]), lineEnd)
                : type.ReplaceNode(present, present.WithArgumentList(ArgumentsBeside(present, settings)));
        });

    private static AttributeArgumentListSyntax ArgumentsBeside(AttributeSyntax present, JsonSettings settings)
    {
        IEnumerable<AttributeArgumentSyntax> others = present.ArgumentList?.Arguments
            .Where(argument => argument.NameEquals is { } name && name.Name.Identifier.ValueText != Policy) ?? [];
        AttributeArgumentSyntax[] arguments = [.. ArgumentsOf(settings), .. others.Select(argument => argument.WithoutTrivia())];
        return SyntaxFactory.AttributeArgumentList(
            SyntaxFactory.SeparatedList(
                arguments, Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Length - 1)));
    }

    private static IEnumerable<AttributeArgumentSyntax> ArgumentsOf(JsonSettings settings)
    {
        yield return SyntaxFactory.AttributeArgument(Expression($"System.Text.Json.JsonSerializerDefaults.{(settings.IsGeneral ? "General" : "Web")}"));
        if (settings.Naming != (settings.IsGeneral ? JsonNamingForm.AsDeclared : JsonNamingForm.CamelCase))
        {
            string policy = settings.Naming == JsonNamingForm.AsDeclared ? "Unspecified" : settings.Naming.ToString();
            yield return SyntaxFactory.AttributeArgument(Expression($"System.Text.Json.Serialization.JsonKnownNamingPolicy.{policy}"))
                .WithNameEquals(SyntaxFactory.NameEquals(
                    SyntaxFactory.IdentifierName(Policy).WithTrailingTrivia(SyntaxFactory.Space),
                    SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)));
        }
    }

    private static AttributeSyntax Json(string name, params AttributeArgumentSyntax[] arguments) =>
        AttributeLine.Attribute("System.Text.Json.Serialization." + name, arguments);

    private static AttributeArgumentSyntax TypeOf(ITypeSymbol type) => SyntaxFactory.AttributeArgument(
        SyntaxFactory.TypeOfExpression(SyntaxFactory.ParseTypeName(type.Global()).WithAdditionalAnnotations(Simplifier.Annotation)));

    private static ExpressionSyntax Expression(string fullName) =>
        SyntaxFactory.ParseExpression("global::" + fullName).WithAdditionalAnnotations(Simplifier.Annotation);
}
