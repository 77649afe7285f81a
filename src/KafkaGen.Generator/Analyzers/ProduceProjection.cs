using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>Recognizes <c>xs.Select(x => producer.ProduceAsync(x).AsTask())</c>: one task a record.</summary>
internal static class ProduceProjection
{
    public static bool IsProjection(IOperation tasks)
    {
        IOperation operation = tasks.AsWritten();
        while (operation is IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray" } listing, Arguments: [{ Value: { } source }] }
            && IsLinq(listing))
        {
            operation = source.AsWritten();
        }

        return operation is IInvocationOperation { TargetMethod: { Name: "Select" } select, Arguments: [_, { Value: { } selector }] }
            && IsLinq(select)
            && selector.AsWritten() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }
            && Produced(lambda) is { } call
            && !DependsOnRecord(lambda, call);
    }

    private static bool IsLinq(IMethodSymbol method) => method.ContainingType.Is("System.Linq", "Enumerable");

    private static IInvocationOperation? Produced(IAnonymousFunctionOperation lambda)
    {
        IOperation? statement = lambda.Body.Operations.FirstOrDefault(operation => !operation.IsImplicit || operation is not IReturnOperation { ReturnedValue: null });
        IOperation? value = statement switch
        {
            IReturnOperation { ReturnedValue: { } returned } => returned.AsWritten(),
            IExpressionStatementOperation expression => expression.Operation.AsWritten(),
            _ => null,
        };
        return value switch
        {
            IAwaitOperation awaited => ProduceLoop.Produced(awaited),
            IInvocationOperation { TargetMethod.Name: "AsTask", Instance: IInvocationOperation { TargetMethod: { Name: ProducerSymbols.ProduceAsync } method } call }
                when ProducerSymbols.IsProduce(method) => call,
            _ => null,
        };
    }

    // The producer and the options must be the same for all records.
    private static bool DependsOnRecord(IAnonymousFunctionOperation lambda, IInvocationOperation call)
    {
        IOperation? message = call.Argument("message");
        return call.Arguments
            .Select(argument => argument.Value)
            .Where(value => value != message)
            .Concat(call.Instance is { } producer ? [producer] : Array.Empty<IOperation>())
            .SelectMany(value => value.DescendantsAndSelf())
            .OfType<IParameterReferenceOperation>()
            .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Parameter.ContainingSymbol, lambda.Symbol));
    }
}
