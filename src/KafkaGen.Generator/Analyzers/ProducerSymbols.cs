using KafkaGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KafkaGen.Generator.Analyzers;

/// <summary>The types and methods through which records are produced.</summary>
internal static class ProducerSymbols
{
    public const string ProducerMetadataName = "KafkaGen.ITopicProducer`1";
    public const string ClientMetadataName = "KafkaGen.KafkaGenClient";
    public const string ProduceAsync = "ProduceAsync";
    public const string ProduceManyAsync = "ProduceManyAsync";
    public const string EnqueueAsync = "EnqueueAsync";

    private const string Namespace = "KafkaGen";

    /// <summary>The methods that delete a key.</summary>
    public static readonly string[] TombstoneMethods = ["ProduceTombstoneAsync", "EnqueueTombstoneAsync"];

    private static readonly HashSet<string> s_methods = [ProduceAsync, ProduceManyAsync, EnqueueAsync, "FlushAsync", .. TombstoneMethods];

    public static bool IsProducer(ITypeSymbol type) => type.Is(Namespace, "ITopicProducer`1") || IsKeyedProducer(type);

    public static bool IsKeyedProducer(ITypeSymbol type) => type.Is(Namespace, "IKeyedTopicProducer`2");

    public static bool IsClient(ITypeSymbol type) => type.Is(Namespace, "KafkaGenClient");

    public static bool IsTransaction(ITypeSymbol type) => type.Is(Namespace, "KafkaTransaction");

    /// <summary>
    /// Whether the method makes a client of every contract that the application knows. What adds a cluster by its name stands beside one that does.
    /// </summary>
    public static bool IsComposition(IMethodSymbol method) => method.Name switch
    {
        _ when method.Parameters.Any(parameter => parameter.Name == "cluster") => false,
        "AddKafkaGen" => method.ContainingType.Is("Microsoft.Extensions.DependencyInjection", "KafkaGenServiceCollectionExtensions")
            || method.ContainingType.Is("Microsoft.Extensions.Hosting", "KafkaGenHostApplicationBuilderExtensions"),
        "Create" => IsClient(method.ContainingType),
        _ => false,
    };

    /// <summary>Whether the method leaves out the contracts of a type.</summary>
    public static bool IsExclusion(IMethodSymbol method) =>
        method is { Name: "Exclude", TypeArguments.Length: 1 } && method.ContainingType.Is(Namespace, "KafkaGenOptions");

    /// <summary>Whether it is the record of bytes, whose contract the library brings and whose topic each producer names.</summary>
    public static bool IsEncodedRecord(ITypeSymbol type) => type.Is(Namespace, "EncodedRecord");

    /// <summary>Whether the method belongs to a producer, or to the client, and its result tells what became of records.</summary>
    public static bool IsProduce(IMethodSymbol method) =>
        s_methods.Contains(method.Name)
        && method.ReturnType.Name == "ValueTask"
        && (IsProducer(method.ContainingType) || IsClient(method.ContainingType) || method.ContainingType.AllInterfaces.Any(IsProducer));

    /// <summary>Whether the method belongs to a producer interface of the application's, whose implementation is generated.</summary>
    public static bool IsInterfaceProduce(IMethodSymbol method) =>
        method is { ContainingType: { TypeKind: TypeKind.Interface } producer, ReturnType.Name: "ValueTask" or "Task" }
        && producer.Find(KafkaAttributes.Producer) is not null;

    /// <summary>Whether the method is a step of a transaction, which fails when a step does that nobody waits for.</summary>
    public static bool IsTransactionStep(IMethodSymbol method) =>
        method is { ReturnType.Name: "ValueTask" or "Task", Name: not "DisposeAsync" } && IsTransaction(method.ContainingType);

    /// <summary>Whether the method produces a record by the contract of its type, in a transaction.</summary>
    public static bool IsTransactionProduce(IMethodSymbol method) =>
        method is { Name: ProduceAsync or EnqueueAsync, TypeArguments.Length: 1 } && IsTransaction(method.ContainingType);

    /// <summary>The argument with a parameter's name, however it is written.</summary>
    public static IOperation? Argument(this IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    /// <summary>What was written, without the conversions that the compiler adds.</summary>
    public static IOperation AsWritten(this IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
