using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace KafkaGen.Contracts;

/// <summary>
/// The contracts of the process. The generated list of each assembly adds its own from a module initializer; <c>AddKafkaGen</c> reads them.
/// </summary>
public static class ContractRegistry
{
    private static ImmutableArray<KafkaContract> s_contracts = [];
    private static ImmutableArray<KafkaContractException> s_rejections = [];

    // Bytes need no generator; their contract has no topic of its own and stands in no list.
    static ContractRegistry() => new EncodedRecordContract().Publish();

    /// <summary>The contracts registered so far.</summary>
    public static IReadOnlyList<KafkaContract> Contracts => s_contracts;

    /// <summary>The contracts that the generator rejected in builds that were allowed to go on, each with the diagnostic's id and text.</summary>
    public static IReadOnlyList<KafkaContractException> Rejections => s_rejections;

    /// <summary>Called by generated code.</summary>
    /// <param name="contract">The contract to register.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Add(KafkaContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        contract.Publish();
        ImmutableInterlocked.Update(ref s_contracts, static (all, added) => all.Add(added), contract);
    }

    /// <summary>Called by generated code.</summary>
    /// <param name="contract">The full name of the message type.</param>
    /// <param name="diagnosticId">The diagnostic's id.</param>
    /// <param name="message">The diagnostic's text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Reject(string contract, string diagnosticId, string message) =>
        ImmutableInterlocked.Update(
            ref s_rejections,
            static (all, added) => all.Add(added),
            new KafkaContractException(contract, $"{diagnosticId}: {message}"));

    /// <summary>The contract of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <exception cref="KafkaContractException">The type has no contract, or the generator rejected it.</exception>
    public static KafkaContract<T> Get<T>()
    {
        if (KafkaContract<T>.Registered is { } contract)
        {
            return contract;
        }

        // The list of the assembly that declares T registers itself when that assembly's first type is used; it may not have been yet.
        RuntimeHelpers.RunModuleConstructor(typeof(T).Module.ModuleHandle);
        if (KafkaContract<T>.Registered is { } late)
        {
            return late;
        }

        string name = typeof(T).FullName ?? typeof(T).Name;
        foreach (KafkaContractException rejection in s_rejections)
        {
            if (rejection.Contract == name)
            {
                throw rejection;
            }
        }

        throw new KafkaContractException(
            name,
            $"'{name}' has no contract. Put [KafkaTopic(\"...\")] on it, and reference the package KafkaGen.Abstractions (or KafkaGen) from " +
            "the project that declares it, so that the generator runs there.");
    }
}
