using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace KafkaGen.Contracts;

/// <summary>
/// The contracts of the process. The generated list of each assembly adds its own from a module initializer; <c>AddKafkaGen</c> reads them.
/// </summary>
/// <remarks>
/// Contracts leave with their assembly: when a collectible <see cref="System.Runtime.Loader.AssemblyLoadContext"/> begins to unload, what its assemblies
/// registered is no longer listed, and the registry does not keep the context alive.
/// </remarks>
public static class ContractRegistry
{
    // Bytes need no generator; their contract has no topic of its own and stands in no list, so that it is held here.
    private static readonly EncodedRecordContract s_bytes = new();

    static ContractRegistry() => s_bytes.Publish();

    /// <summary>The contracts registered so far.</summary>
    public static IReadOnlyList<KafkaContract> Contracts => AssemblyContracts.Contracts;

    /// <summary>
    /// The contracts that the generator rejected in builds that were allowed to go on, each with the diagnostic's id and text. Those of assemblies that can
    /// be unloaded are not among them: they concern only who asks for such a contract.
    /// </summary>
    public static IReadOnlyList<KafkaContractException> Rejections => AssemblyContracts.LastingRejections;

    /// <summary>Called by generated code.</summary>
    /// <param name="contract">The contract to register.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Add(KafkaContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        AssemblyContracts assembly = AssemblyContracts.Of(contract.GetType().Assembly);
        contract.Assembly = assembly;
        assembly.Add(contract);
        contract.Publish();
    }

    /// <summary>The <see cref="KafkaProducerAttribute"/> interfaces registered so far.</summary>
    public static IReadOnlyList<ProducerInterface> Producers => AssemblyContracts.Producers;

    /// <summary>Called by generated code.</summary>
    /// <typeparam name="TProducer">The interface.</typeparam>
    /// <param name="create">Makes an implementation.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void AddProducer<TProducer>(Func<IProducerSource, TProducer> create)
        where TProducer : class
    {
        var producer = new ProducerInterface<TProducer>(create);
        ProducerInterface<TProducer>.Registered = producer;
        AssemblyContracts.Of(typeof(TProducer).Assembly).Add(producer);
    }

    /// <summary>Called by generated code.</summary>
    /// <param name="contract">The full name of the message type.</param>
    /// <param name="diagnosticId">The diagnostic's id.</param>
    /// <param name="message">The diagnostic's text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Reject(string contract, string diagnosticId, string message)
    {
        // Native AOT neither knows the caller nor unloads anything. An assembly whose initializer was inlined into that of one that refers to it, and that
        // can be unloaded only with it or after it, is taken for the latter.
        Assembly assembly = RuntimeFeature.IsDynamicCodeSupported ? Assembly.GetCallingAssembly() : typeof(ContractRegistry).Assembly;
        AssemblyContracts.Of(assembly).Add(new KafkaContractException(contract, $"{diagnosticId}: {message}"));
    }

    /// <summary>A contract of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="name">
    /// The contract's name; without one the contract that has none of its own, or the only one there is.
    /// </param>
    /// <exception cref="KafkaContractException">The type has no such contract, or the generator rejected it.</exception>
    public static KafkaContract<T> Get<T>(string? name = null)
    {
        if (KafkaContract<T>.Find(name) is { } contract)
        {
            return contract;
        }

        // The list of the assembly that declares T registers itself when that assembly's first type is used; it may not have been yet.
        RuntimeHelpers.RunModuleConstructor(typeof(T).Module.ModuleHandle);
        return KafkaContract<T>.Find(name) ?? throw Missing<T>(name);
    }

    /// <summary>A contract of <typeparamref name="T"/> that has a key.</summary>
    /// <typeparam name="TKey">The key's type: see <see cref="IKeyedTopicProducer{TKey, T}"/>.</typeparam>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="name">The contract's name; without one the contract that has none of its own, or the only one there is.</param>
    /// <exception cref="KafkaContractException">
    /// The type has no such contract, the generator rejected it, it has no key, or its key is of another type.
    /// </exception>
    public static KafkaContract<TKey, T> Get<TKey, T>(string? name = null)
        where TKey : notnull
    {
        KafkaContract<T> contract = Get<T>(name);
        return contract as KafkaContract<TKey, T> ?? throw NotThatKey<TKey>(contract);
    }

    /// <summary>The implementation of a <see cref="KafkaProducerAttribute"/> interface.</summary>
    /// <typeparam name="TProducer">The interface.</typeparam>
    /// <exception cref="KafkaContractException">There is none.</exception>
    public static ProducerInterface<TProducer> GetProducer<TProducer>()
        where TProducer : class
    {
        if (ProducerInterface<TProducer>.Registered is { } known)
        {
            return known;
        }

        RuntimeHelpers.RunModuleConstructor(typeof(TProducer).Module.ModuleHandle);
        string name = typeof(TProducer).FullName ?? typeof(TProducer).Name;
        return ProducerInterface<TProducer>.Registered ?? throw AssemblyContracts.RejectionOf(typeof(TProducer)) ?? new KafkaContractException(
            name,
            $"'{name}' has no implementation. Put [KafkaProducer] on the interface, and reference the package KafkaGen.Abstractions (or KafkaGen) " +
            "from the project that declares it, so that the generator runs there.");
    }

    /// <summary>Whether a contract is the one that <see cref="ITopicProducer{T}"/> means: it has no name of its own, or is the only one.</summary>
    /// <typeparam name="T">The message type.</typeparam>
    /// <param name="contract">The contract.</param>
    public static bool IsDefault<T>(KafkaContract<T> contract) => KafkaContract<T>.Find(name: null) == contract;

    private static KafkaContractException NotThatKey<TKey>(KafkaContract contract)
    {
        string type = contract.MessageType.FullName ?? contract.Name;
        var reader = new KeyTypeReader();
        contract.AcceptKeyed(reader);
        return new KafkaContractException(type, reader.KeyType is { } key
            ? $"The key of '{type}' is of type '{key}', not '{typeof(TKey)}': ask for IKeyedTopicProducer<{key}, {contract.MessageType.Name}>."
            : $"'{type}' has no key, so there is nothing that a tombstone could delete. Put [PartitionKey] on the member that is its key, or ask for " +
            $"ITopicProducer<{contract.MessageType.Name}>.");
    }

    private static KafkaContractException Missing<T>(string? wanted)
    {
        string type = typeof(T).FullName ?? typeof(T).Name;
        if (AssemblyContracts.RejectionOf(typeof(T)) is { } rejection)
        {
            return rejection;
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

    private sealed class KeyTypeReader : IKeyedContractVisitor
    {
        public Type? KeyType { get; private set; }

        public void Visit<TKey, T>(KafkaContract<TKey, T> contract)
            where TKey : notnull => KeyType = typeof(TKey);
    }
}
