using System.Collections.Immutable;
using KafkaGen.Generator.Diagnostics;
using KafkaGen.Generator.Model;
using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>Finds messages whose static type adds members that the contract does not write. A cast to the contract's type says that this is meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DerivedArgumentAnalyzer : DiagnosticAnalyzer
{
    private const string Message = "message";
    private const string Messages = "messages";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(UseDiagnostics.DerivedArgument);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ProducerSymbols.ProducerMetadataName) is not null)
            {
                start.RegisterOperationAction(Analyze, OperationKind.Argument);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument is not { Parent: IInvocationOperation { TargetMethod: { } method }, Parameter: { } parameter }
            || argument.Value.AsWritten().Type is not { } given
            || DeclaredBy(method, parameter) is not { } declared)
        {
            return;
        }

        ITypeSymbol? derived = parameter.Name == Messages ? ElementOf(given) ?? given : given;
        if (derived is INamedTypeSymbol named && DropsMembers(named, declared) && !IsListed(named, declared))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    UseDiagnostics.DerivedArgument,
                    argument.Value.Syntax.GetLocation(),
                    named.Display(),
                    declared.Display(),
                    named.ToMinimalDisplayString(argument.SemanticModel!, argument.Syntax.SpanStart)));
        }
    }

    // The type that is written: the contract's, or in an interface of the application's that of the parameter for the record.
    private static ITypeSymbol? DeclaredBy(IMethodSymbol method, IParameterSymbol parameter)
    {
        INamedTypeSymbol producer = method.ContainingType;
        if (ProducerSymbols.IsProducer(producer))
        {
            return parameter.Name is Message or Messages ? producer.TypeArguments[producer.TypeArguments.Length - 1] : null;
        }

        return ProducerSymbols.IsInterfaceProduce(method) && ProducerParser.RoleOf(parameter) == ProducerRole.Message ? parameter.Type : null;
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol list) =>
        list.AllInterfaces
            .Concat(list is INamedTypeSymbol self ? [self] : Array.Empty<INamedTypeSymbol>())
            .FirstOrDefault(face => face.Is("System.Collections.Generic", "IReadOnlyList`1"))
            ?.TypeArguments[0];

    private static bool DropsMembers(INamedTypeSymbol derived, ITypeSymbol declared)
    {
        bool adds = false;
        foreach (INamedTypeSymbol level in derived.Hierarchy())
        {
            if (SymbolEqualityComparer.Default.Equals(level, declared))
            {
                return adds;
            }

            adds |= level.GetMembers().Any(IsWritten);
        }

        return false;
    }

    private static bool IsWritten(ISymbol member) =>
        member is { IsStatic: false, IsOverride: false, DeclaredAccessibility: Accessibility.Public }
            and (IPropertySymbol { IsIndexer: false, IsWriteOnly: false } or IFieldSymbol);

    private static bool IsListed(INamedTypeSymbol derived, ITypeSymbol declared) =>
        declared.GetAttributes().Any(attribute =>
            attribute.AttributeClass?.Is("System.Text.Json.Serialization", "JsonDerivedTypeAttribute") == true
            && attribute.ConstructorArguments is [{ Value: ITypeSymbol listed }, ..]
            && SymbolEqualityComparer.Default.Equals(listed, derived));
}
