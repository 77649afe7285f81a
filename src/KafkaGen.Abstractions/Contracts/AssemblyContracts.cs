using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace KafkaGen.Contracts;

/// <summary>
/// What one assembly has registered. An assembly that can be unloaded (<see cref="AssemblyLoadContext.IsCollectible"/>) is the only one to hold its own:
/// nothing here keeps it loaded, and what it registered is taken back when its context begins to unload.
/// </summary>
internal sealed class AssemblyContracts
{
    private static readonly object s_gate = new();

    // In the sequence of their registration; those of assemblies that can be unloaded are weak.
    private static readonly List<WeakReference<AssemblyContracts>> s_all = [];
    private static readonly Dictionary<Assembly, AssemblyContracts> s_lasting = [];

    // The value lives as long as its assembly, and may refer to it.
    private static readonly ConditionalWeakTable<Assembly, AssemblyContracts> s_unloadable = [];

    private readonly WeakReference<AssemblyLoadContext>? _context;
    private ImmutableArray<KafkaContract> _contracts = [];
    private ImmutableArray<ProducerInterface> _producers = [];
    private ImmutableArray<KafkaContractException> _rejections = [];
    private volatile bool _isGone;

    private AssemblyContracts(Assembly assembly)
    {
        IsUnloadable = assembly.IsCollectible;
        if (IsUnloadable && AssemblyLoadContext.GetLoadContext(assembly) is { } context)
        {
            _context = new WeakReference<AssemblyLoadContext>(context);
            context.Unloading += TakeBack;
        }
    }

    /// <summary>Whether the assembly can be unloaded.</summary>
    internal bool IsUnloadable { get; }

    /// <summary>Whether its context has begun to unload. Its code may still run, but nobody else is to meet its contracts.</summary>
    internal bool IsGone => _isGone;

    /// <summary>What an assembly has registered, or will.</summary>
    internal static AssemblyContracts Of(Assembly assembly)
    {
        lock (s_gate)
        {
            if (assembly.IsCollectible ? s_unloadable.TryGetValue(assembly, out AssemblyContracts? known) : s_lasting.TryGetValue(assembly, out known))
            {
                return known;
            }

            AssemblyContracts added = new(assembly);
            if (assembly.IsCollectible)
            {
                s_unloadable.Add(assembly, added);
            }
            else
            {
                s_lasting.Add(assembly, added);
            }

            s_all.RemoveAll(static one => !one.TryGetTarget(out _));
            s_all.Add(new WeakReference<AssemblyContracts>(added));
            return added;
        }
    }

    /// <summary>The contracts of all assemblies that are loaded and not about to be unloaded.</summary>
    internal static IReadOnlyList<KafkaContract> Contracts => [.. Present().SelectMany(static one => one._contracts)];

    /// <summary>The producer interfaces of those assemblies.</summary>
    internal static IReadOnlyList<ProducerInterface> Producers => [.. Present().SelectMany(static one => one._producers)];

    /// <summary>The rejections of assemblies that stay as long as the process.</summary>
    internal static IReadOnlyList<KafkaContractException> LastingRejections =>
        [.. Present().Where(static one => !one.IsUnloadable).SelectMany(static one => one._rejections)];

    internal void Add(KafkaContract contract) => ImmutableInterlocked.Update(ref _contracts, static (all, added) => all.Add(added), contract);

    internal void Add(ProducerInterface producer) => ImmutableInterlocked.Update(ref _producers, static (all, added) => all.Add(added), producer);

    internal void Add(KafkaContractException rejection) => ImmutableInterlocked.Update(ref _rejections, static (all, added) => all.Add(added), rejection);

    /// <summary>The rejection of a type, which may be of any assembly: of its own first.</summary>
    internal static KafkaContractException? RejectionOf(Type type)
    {
        // Of a closed generic type the full name tells the versions of the arguments' assemblies too.
        bool IsMeant(KafkaContractException rejection) => rejection.Contract == type.FullName || rejection.Contract == type.ToString();
        return Of(type.Assembly)._rejections.FirstOrDefault(IsMeant) ?? Present().SelectMany(static one => one._rejections).FirstOrDefault(IsMeant);
    }

    private static AssemblyContracts[] Present()
    {
        lock (s_gate)
        {
            return [.. s_all.Select(static one => one.TryGetTarget(out AssemblyContracts? target) ? target : null).OfType<AssemblyContracts>().Where(static one => !one._isGone)];
        }
    }

    // The event comes at the beginning of the unloading, long before the collector finds that nothing of the context is used any more.
    private static void TakeBack(AssemblyLoadContext context)
    {
        foreach (AssemblyContracts one in Present())
        {
            if (one._context is { } own && own.TryGetTarget(out AssemblyLoadContext? target) && target == context)
            {
                one._isGone = true;
            }
        }
    }
}
