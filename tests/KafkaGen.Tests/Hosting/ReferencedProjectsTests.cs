using KafkaGen.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;
using Shop.App;
using Shop.Billing;
using Shop.Orders;

namespace KafkaGen.Tests.Hosting;

/// <summary>Three annotated projects, whose internals this fourth one sees.</summary>
public sealed class ReferencedProjectsTests : ClusterTest
{
    [Fact]
    public void One_call_registers_the_contracts_of_every_referenced_project()
    {
        ServiceCollection services = new();
        services.AddKafkaGen(Kafka.BootstrapServers);

        Type[] registered = [.. services.Select(service => service.ServiceType)];
        Assert.Contains(typeof(ITopicProducer<OrderTaken>), registered);
        Assert.Contains(typeof(ITopicProducer<StockCounted>), registered);
        Assert.Contains(typeof(ITopicProducer<InvoiceSent>), registered);
        Assert.Contains(typeof(ITopicProducer<PageVisited>), registered);
        Assert.Contains(typeof(ITopicProducer<Tests.Contracts.Number>), registered);
        Assert.Equal(ContractRegistry.Contracts.Count, ContractRegistry.Contracts.Select(contract => (contract.MessageType, contract.Name)).Distinct().Count());
    }

    [Fact]
    public async Task Records_of_every_project_are_acknowledged()
    {
        await using ServiceProvider provider = new ServiceCollection().AddKafkaGen(Kafka.BootstrapServers).BuildServiceProvider();
        Address address = new("Main Street 1", "Springfield");

        await provider.GetRequiredService<ITopicProducer<OrderTaken>>().ProduceAsync(new OrderTaken(Guid.NewGuid(), address), Cancelled);
        await provider.GetRequiredService<ITopicProducer<StockCounted>>().ProduceAsync(new StockCounted(7, 70), Cancelled);
        await provider.GetRequiredService<ITopicProducer<InvoiceSent>>().ProduceAsync(new InvoiceSent("2026-1", address, 9.90m), Cancelled);
        await provider.GetRequiredService<ITopicProducer<PageVisited>>().ProduceAsync(new PageVisited(1, null), Cancelled);

        Assert.Equal([0, 0, 0, 7], Assert.Single(Read("shop.orders.internal", 1)).Message.Key!);
        Assert.Equal("""{"sku":7,"pieces":70}"""u8, Assert.Single(Read("shop.orders.internal", 1)).Message.Value!);
    }
}
