using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>Recognizes the loop that awaits one <c>ProduceAsync</c> per element and needs none of the answers.</summary>
internal static class ProduceLoop
{
    public static IAwaitOperation? AwaitIn(IForEachLoopOperation loop)
    {
        IOperation[] body = [.. InsideFunction(loop.Body)];
        if (body.OfType<IAwaitOperation>().ToArray() is not [{ Parent: IExpressionStatementOperation statement } awaited]
            || Produced(awaited) is not { } call
            || body.Any(operation => operation is IBranchOperation or IReturnOperation or IThrowOperation)
            || !IsAlone(statement, loop))
        {
            return null;
        }

        // The producer and the options must be the same for all records.
        return call.Argument("message") is { } message
            && !DependsOn(loop, call.Instance)
            && call.Arguments.Where(argument => argument.Value != message).All(argument => !DependsOn(loop, argument.Value))
                ? awaited
                : null;
    }

    /// <summary>The <c>ProduceAsync</c> that is awaited, with or without <c>ConfigureAwait</c>.</summary>
    public static IInvocationOperation? Produced(IAwaitOperation awaited)
    {
        IOperation operation = awaited.Operation;
        while (operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask", Instance: { } inner })
        {
            operation = inner;
        }

        return operation is IInvocationOperation { TargetMethod: { Name: ProducerSymbols.ProduceAsync } method } call && ProducerSymbols.IsProduce(method)
            ? call
            : null;
    }

    private static IEnumerable<IOperation> InsideFunction(IOperation operation)
    {
        yield return operation;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                foreach (IOperation inner in InsideFunction(child))
                {
                    yield return inner;
                }
            }
        }
    }

    // Around the statement there may be conditions, and before it variables that it needs; whatever else is done is done per record.
    private static bool IsAlone(IOperation statement, IForEachLoopOperation loop)
    {
        IOperation inner = statement;
        for (IOperation? around = statement.Parent; around != loop; around = around!.Parent)
        {
            bool isPlain = around switch
            {
                IBlockOperation block => block.Operations.All(other => other == inner || other is IVariableDeclarationGroupOperation),
                IConditionalOperation condition => condition.WhenTrue == inner && condition.WhenFalse is null,
                _ => false,
            };
            if (!isPlain)
            {
                return false;
            }

            inner = around!;
        }

        return true;
    }

    private static bool DependsOn(IForEachLoopOperation loop, IOperation? operation) =>
        operation is not null
        && operation.DescendantsAndSelf()
            .OfType<ILocalReferenceOperation>()
            .Any(reference => reference.Local.DeclaringSyntaxReferences.Any(declaration =>
                declaration.SyntaxTree == loop.Syntax.SyntaxTree && loop.Syntax.Span.Contains(declaration.Span)));
}
