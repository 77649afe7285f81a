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

    /// <summary>A contract of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="name">
    /// The contract's name; without one the contract that has none of its own, or the only one there is.
    /// </param>
    /// <exception cref="KafkaContractException">The type has no such contract, or the generator rejected it.</exception>
    public static KafkaContract<T> Get<T>(string? name = null)
    {
        if (Find<T>(name) is { } contract)
        {
            return contract;
        }

        // The list of the assembly that declares T registers itself when that assembly's first type is used; it may not have been yet.
        RuntimeHelpers.RunModuleConstructor(typeof(T).Module.ModuleHandle);
        return Find<T>(name) ?? throw Missing<T>(name);
    }

    /// <summary>Whether a contract is the one that <see cref="ITopicProducer{T}"/> means: it has no name of its own, or is the only one.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="contract">The contract.</param>
    public static bool IsDefault<T>(KafkaContract<T> contract) => Find<T>(name: null) == contract;

    private static KafkaContract<T>? Find<T>(string? name)
    {
        ImmutableArray<KafkaContract<T>> all = KafkaContract<T>.Registered;
        foreach (KafkaContract<T> contract in all)
        {
            if (name is null ? !contract.IsNamed || all.Length == 1 : contract.Name == name)
            {
                return contract;
            }
        }

        return null;
    }

    private static KafkaContractException Missing<T>(string? wanted)
    {
        string type = typeof(T).FullName ?? typeof(T).Name;
        foreach (KafkaContractException rejection in s_rejections)
        {
            if (rejection.Contract == type || rejection.Contract == typeof(T).ToString())
            {
                return rejection;
            }
        }

        string names = string.Join(", ", KafkaContract<T>.Registered.Select(contract => $"'{contract.Name}'"));
        if (names.Length == 0)
        {
            return new KafkaContractException(
                type,
                $"'{type}' has no contract. Put [KafkaTopic(\"...\")] on it, and reference the package KafkaGen.Abstractions (or KafkaGen) from " +
                "the project that declares it, so that the generator runs there.");
        }

        return new KafkaContractException(
            type,
            wanted is null
                ? $"'{type}' has several contracts, all of them with names: ask for one of {names}, or take the Name from one [KafkaTopic]."
                : $"'{type}' has no contract named '{wanted}'; it has {names}. Give a [KafkaTopic] on it Name = \"{wanted}\".");
    }
}
