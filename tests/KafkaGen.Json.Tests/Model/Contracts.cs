using System.Runtime.CompilerServices;
using KafkaGen.ContractModel;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Model;

/// <summary>The contracts of the model, and those beside it, by the names that theories show.</summary>
internal static class Contracts
{
    private static readonly Dictionary<string, KafkaContract> s_contracts = Find();

    // F#'s own collections and options cannot be made at random by reflection: VendorTests have samples of them.
    public static IEnumerable<TheoryDataRow<string>> Names => s_contracts.Keys
        .Where(name => name != typeof(Vendor.Functional.Order).FullName)
        .Order(StringComparer.Ordinal)
        .Select(name => new TheoryDataRow<string>(name));

    public static KafkaContract Get(string name) => s_contracts[name];

    // The shapes of other tests are registered as well.
    private static bool IsHere(KafkaContract contract) =>
        contract.MessageType.Assembly == typeof(OrderCreated).Assembly
        || contract.MessageType.Namespace is "Vendor.Standard" or "Vendor.Functional"
        || contract.MessageType.Namespace == typeof(Contracts).Namespace;

    private static Dictionary<string, KafkaContract> Find()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(OrderCreated).Module.ModuleHandle);
        RuntimeHelpers.RunModuleConstructor(typeof(Contracts).Module.ModuleHandle);
        return ContractRegistry.Contracts.Where(IsHere).ToDictionary(contract => contract.MessageType.FullName!);
    }
}
