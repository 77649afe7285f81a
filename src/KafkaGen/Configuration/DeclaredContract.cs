using System.Runtime.Loader;
using KafkaGen.Contracts;

namespace KafkaGen.Configuration;

/// <summary>
/// A contract that a client may be asked for. One of an assembly that can be unloaded is not held before it is used: a client that never meets a plugin's
/// contract does not keep the plugin loaded.
/// </summary>
internal sealed class DeclaredContract
{
    private readonly WeakReference<KafkaContract> _weak;
    private KafkaContract? _held;
    private TopicSettings? _settings;

    internal DeclaredContract(KafkaContract contract)
    {
        _weak = new WeakReference<KafkaContract>(contract);
        Name = contract.Name;
        IsUnloadable = CanBeUnloaded(contract);
        _held = IsUnloadable ? null : contract;
    }

    internal string Name { get; }

    /// <summary>Whether its assembly can be unloaded. What is wrong with such a contract concerns nobody at the start, but who asks for it.</summary>
    internal bool IsUnloadable { get; }

    /// <summary>Whether somebody has asked for its producer.</summary>
    internal bool IsUsed { get; private set; }

    /// <summary>The contract, unless its context has been unloaded or is about to.</summary>
    internal KafkaContract? Contract => _weak.TryGetTarget(out KafkaContract? contract) && !IsGone(contract) ? contract : null;

    internal static bool CanBeUnloaded(KafkaContract contract) => contract.GetType().Assembly.IsCollectible;

    internal void Use(KafkaContract contract)
    {
        IsUsed = true;
        _held = contract;
    }

    internal bool Is(KafkaContract contract) => _weak.TryGetTarget(out KafkaContract? own) && own == contract;

    /// <summary>The settings of its topic; kept only where the contract is, because they may name a type of its assembly.</summary>
    internal TopicSettings Settings(KafkaContract contract, Func<KafkaContract, TopicSettings> make)
    {
        if (_settings is { } known)
        {
            return known;
        }

        TopicSettings made = make(contract);
        if (_held is not null)
        {
            _settings = made;
        }

        return made;
    }

    /// <summary>
    /// Whether this contract is in the way of another one that is asked for: they are parts of one application, or this client serves both. Copies of an
    /// assembly in contexts of their own do not meet before that.
    /// </summary>
    internal bool Meets(KafkaContract mine, KafkaContract asked) =>
        IsUsed || AssemblyLoadContext.GetLoadContext(mine.GetType().Assembly) == AssemblyLoadContext.GetLoadContext(asked.GetType().Assembly);

    /// <summary>Whether the context of its assembly has been unloaded, or is about to.</summary>
    internal static bool IsGone(KafkaContract contract) => CanBeUnloaded(contract) && !ContractRegistry.Contracts.Contains(contract);
}
