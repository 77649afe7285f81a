using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGen.Tests.Hosting;

/// <summary>Interfaces of produce methods, implemented by generated code.</summary>
public sealed class ProducerInterfaceTests : ClusterTest
{
    [Fact]
    public async Task Interface_is_a_singleton_service_that_produces()
    {
        await using ServiceProvider provider = Provider();
        IVisits visits = provider.GetRequiredService<IVisits>();

        RecordMetadata visited = await visits.VisitedAsync(new Visit("a"), Cancelled);
        RecordMetadata archived = await visits.ArchivedAsync(
            new Visit("b"), 2026, "me", new ProduceOptions { Headers = [new RecordHeader("more", "1")] });

        Assert.Equal(("visits", "visits.archive"), (visited.Topic, archived.Topic));
        Confluent.Kafka.Message<byte[]?, byte[]?> record = Assert.Single(Read("visits.archive", 1)).Message;
        Assert.Equal([0, 0, 7, 234], record.Key!);
        Assert.Equal("""{"page":"b"}"""u8, record.Value!);
        Assert.Equal(["by", "more"], record.Headers.Select(header => header.Key));
        Assert.Same(visits, provider.GetRequiredService<IVisits>());
    }

    [Fact]
    public async Task Serializers_of_the_record_still_write_it()
    {
        await using ServiceProvider provider = Provider();
        await provider.GetRequiredService<IVisits>().SealedAsync(new Sealed("s"), "me");

        Confluent.Kafka.Message<byte[]?, byte[]?> record = Assert.Single(Read("sealed", 1)).Message;
        Assert.Equal("sealed:s"u8, record.Value!);
        Assert.Equal(["by", "seal"], record.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task Record_that_is_missing_is_refused_at_once()
    {
        await using ServiceProvider provider = Provider();

        await Assert.ThrowsAsync<ArgumentNullException>("visit", () => provider.GetRequiredService<IVisits>().ArchivedAsync(null!, 1, null));
    }

    [Fact]
    public void Interface_without_the_attribute_is_named()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(Connect().Implement<IDisposable>);

        Assert.Equal("System.IDisposable", error.Contract);
        Assert.Contains("[KafkaProducer]", error.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Provider() => new ServiceCollection()
        .AddKafkaGen(Kafka.BootstrapServers)
        .AddSingleton(new Sealing("wax"))
        .BuildServiceProvider();
}
