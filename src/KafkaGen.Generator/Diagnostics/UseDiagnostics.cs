using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Diagnostics;

/// <summary>KG03xx: what is wrong with the way in which a producer is used.</summary>
internal static class UseDiagnostics
{
    public static readonly DiagnosticDescriptor NoContract = new(
        "KG0301",
        "A producer of a type without a contract",
        "A producer of '{0}' is asked for, but '{0}' has no contract, so there is none; put [KafkaTopic] on it",
        "KafkaGen.Use",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0301"));

    public static readonly DiagnosticDescriptor NotAwaited = new(
        "KG0302",
        "Nobody awaits the result",
        "Nobody awaits '{0}', so nobody learns whether it failed; await it (the failures of records that TryEnqueue takes are logged)",
        "KafkaGen.Use",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0302"));

    public static readonly DiagnosticDescriptor Blocking = new(
        "KG0303",
        "A thread is blocked until a broker answers",
        "This blocks the thread until '{0}' is complete, and a result that is not complete yet may throw instead; await it",
        "KafkaGen.Use",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0303"));

    public static readonly DiagnosticDescriptor OneByOne = new(
        "KG0304",
        "ProduceManyAsync sends a collection in one call",
        "{0}; ProduceManyAsync hands the whole collection over in one call and tells of each record what became of it",
        "KafkaGen.Use",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0304"));

    public static readonly DiagnosticDescriptor DerivedArgument = new(
        "KG0305",
        "The members of a derived type are not written",
        "'{0}' is written as a '{1}', without the members that it adds; put [JsonDerivedType(typeof({2}))] on '{1}', or make '{0}' a contract of " +
        "its own and use its producer",
        "KafkaGen.Use",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0305"));

    public static readonly DiagnosticDescriptor NotGenerated = new(
        "KG0306",
        "A producer of a contract that was not generated",
        "A producer of '{0}' is asked for, which is annotated, but its assembly '{1}' {2}",
        "KafkaGen.Use",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0306"));

    public static readonly DiagnosticDescriptor WrongKeyType = new(
        "KG0310",
        "The keyed producer has another key type than its contract",
        "The key of '{0}' is of type '{1}', not '{2}', so there is no such producer",
        "KafkaGen.Use",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0310"));

    public static readonly DiagnosticDescriptor NoKey = new(
        "KG0311",
        "A keyed producer of a contract without a key",
        "'{0}' has no key, so there is nothing that a tombstone could delete; put [PartitionKey] on the member that is its key, or ask for " +
        "ITopicProducer<T>",
        "KafkaGen.Use",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0311"));

    public static readonly DiagnosticDescriptor NullableKey = new(
        "KG0312",
        "Records without a key cannot be deleted",
        "The key of '{0}' may be null; records that are sent without a key can be deleted by no tombstone, and a compacted topic refuses them. " +
        "Make the key's member not nullable.",
        "KafkaGen.Use",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpPage.Of("KG0312"));

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        ImmutableArray.Create(NoContract, NotAwaited, Blocking, OneByOne, DerivedArgument, NotGenerated, WrongKeyType, NoKey, NullableKey);
}
