using System.Collections.Concurrent;

namespace KafkaGen.Contracts;

/// <summary>The serializers of one client: each is made once, however many contracts name it.</summary>
/// <param name="services">The application's services, where there are any.</param>
public sealed class ContractSerializers(IServiceProvider? services = null)
{
    private readonly ConcurrentDictionary<Type, object> _made = new();

    /// <summary>Called by generated code.</summary>
    /// <typeparam name="TSerializer">The serializer.</typeparam>
    /// <param name="contract">The contract that names it, for the message.</param>
    /// <param name="create">Calls its public parameterless constructor; <see langword="null"/> when it has none.</param>
    /// <exception cref="KafkaContractException">It is not registered and cannot be made.</exception>
    public TSerializer Get<TSerializer>(string contract, Func<TSerializer>? create)
        where TSerializer : class
    {
        if (_made.TryGetValue(typeof(TSerializer), out object? known))
        {
            return (TSerializer)known;
        }

        object serializer = services?.GetService(typeof(TSerializer)) ?? create?.Invoke() ?? throw new KafkaContractException(
            contract,
            $"'{contract}' is written by '{typeof(TSerializer).FullName}', which is not registered as a service and has no public parameterless " +
            "constructor. Register it, such as by services.AddSingleton, or give it that constructor.");
        return (TSerializer)_made.GetOrAdd(typeof(TSerializer), serializer);
    }
}
