using KafkaGen.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KafkaGen.Hosting;

/// <summary>
/// Registers a closed service for each contract and each producer interface: an open generic one would need code that an AOT build has not made for structs.
/// </summary>
internal sealed class ContractServices(IServiceCollection services) : IContractVisitor, IKeyedContractVisitor, IProducerVisitor
{
    internal static void Add(IServiceCollection services)
    {
        ContractServices added = new(services);
        foreach (KafkaContract contract in ContractRegistry.Contracts)
        {
            contract.Accept(added);
            contract.AcceptKeyed(added);
        }

        foreach (ProducerInterface producer in ContractRegistry.Producers)
        {
            producer.Accept(added);
        }
    }

    public void Visit<T>(KafkaContract<T> contract)
    {
        if (ContractRegistry.IsDefault(contract))
        {
            services.TryAddSingleton(static provider => ClientOf(provider, ContractRegistry.Get<T>()).GetProducer<T>());
        }

        if (contract.IsNamed)
        {
            services.TryAddKeyedSingleton(
                contract.Name, static (provider, name) => ClientOf(provider, ContractRegistry.Get<T>((string)name!)).GetProducer<T>((string)name!));
        }

        // A contract of an assembly that was loaded later, or a key that is no contract's name.
        services.TryAddKeyedSingleton(KeyedService.AnyKey, static (provider, key) => IsContract<T>(key, out string name)
            ? ClientOf(provider, ContractRegistry.Get<T>(name)).GetProducer<T>(name)
            : KeyedRequest.Unknown<ITopicProducer<T>>(NoContract<T>(key))!);
    }

    public void Visit<TKey, T>(KafkaContract<TKey, T> contract)
        where TKey : notnull
    {
        if (ContractRegistry.IsDefault(contract))
        {
            services.TryAddSingleton(static provider => ClientOf(provider, ContractRegistry.Get<T>()).GetKeyedProducer<TKey, T>());
        }

        if (contract.IsNamed)
        {
            services.TryAddKeyedSingleton(
                contract.Name,
                static (provider, name) => ClientOf(provider, ContractRegistry.Get<T>((string)name!)).GetKeyedProducer<TKey, T>((string)name!));
        }

        services.TryAddKeyedSingleton(KeyedService.AnyKey, static (provider, key) => IsContract<T>(key, out string name)
            ? ClientOf(provider, ContractRegistry.Get<T>(name)).GetKeyedProducer<TKey, T>(name)
            : KeyedRequest.Unknown<IKeyedTopicProducer<TKey, T>>(NoContract<T>(key))!);
    }

    private static bool IsContract<T>(object? key, out string name)
    {
        name = key as string ?? "";
        string wanted = name;
        return ContractRegistry.Contracts.Any(contract => contract.MessageType == typeof(T) && contract.IsNamed && contract.Name == wanted);
    }

    private static KafkaContractException NoContract<T>(object? key)
    {
        string type = typeof(T).FullName ?? typeof(T).Name;
        string names = string.Join(", ", ContractRegistry.Contracts.Where(contract => contract.MessageType == typeof(T) && contract.IsNamed).Select(contract => $"'{contract.Name}'"));
        string place = names.Length > 0 ? $"there is {names}" : $"its contract has no name: ask for ITopicProducer<{typeof(T).Name}> without a key";
        return new KafkaContractException(type, $"'{type}' has no contract named '{key}'; {place}.");
    }

    public void Visit<TProducer>(ProducerInterface<TProducer> producer)
        where TProducer : class =>
        services.TryAddSingleton(static provider => ContractRegistry.GetProducer<TProducer>().Create(provider.GetRequiredService<ClientSet>()));

    private static KafkaGenClient ClientOf(IServiceProvider provider, KafkaContract contract) =>
        provider.GetRequiredService<ClientSet>().ClientOf(contract);
}
