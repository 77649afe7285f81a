using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGen.Tests.Hosting;

/// <summary>Which producer a record with several topics gets.</summary>
public sealed class SeveralTopicsTests : ClusterTest
{
    [Fact]
    public async Task Named_topic_is_a_keyed_service_and_the_unnamed_one_stays_the_producer()
    {
        await using ServiceProvider provider = Provider();
        RecordMetadata visited = await provider.GetRequiredService<ITopicProducer<Visit>>().ProduceAsync(new Visit("a"), Cancelled);
        RecordMetadata audited = await provider.GetRequiredService<Auditor>().Audit.ProduceAsync(new Visit("b"), Cancelled);

        Assert.Equal("visits", visited.Topic);
        Assert.Equal("visits.audit", audited.Topic);
        KafkaGenClient client = provider.GetRequiredService<KafkaGenClient>();
        Assert.Same(client.GetProducer<Visit>("audit"), provider.GetRequiredKeyedService<ITopicProducer<Visit>>("audit"));
        Assert.Same(client.GetProducer<Visit>(), client.GetProducer<Visit>("Visit"));
        Assert.Null(provider.GetKeyedService<ITopicProducer<Visit>>("other"));
    }

    [Fact]
    public async Task Contract_with_a_key_has_a_keyed_producer_too()
    {
        await using ServiceProvider provider = Provider();
        KafkaGenClient client = provider.GetRequiredService<KafkaGenClient>();

        Assert.Same(client.GetKeyedProducer<string, Visit>(), provider.GetRequiredService<IKeyedTopicProducer<string, Visit>>());
        Assert.Same(client.GetKeyedProducer<string, Visit>("audit"), provider.GetRequiredKeyedService<IKeyedTopicProducer<string, Visit>>("audit"));
#pragma warning disable KG0311 // that it is none is what is shown
        Assert.Null(provider.GetService<IKeyedTopicProducer<int, Point>>());
#pragma warning restore KG0311
    }

    [Fact]
    public async Task Only_topic_is_the_producer_whatever_its_name()
    {
        await using ServiceProvider provider = Provider();

        Assert.Equal("leaves", provider.GetRequiredService<ITopicProducer<Leave>>().Topic);
        Assert.Same(
            provider.GetRequiredService<ITopicProducer<Leave>>(), provider.GetRequiredKeyedService<ITopicProducer<Leave>>("departures"));
    }

    [Fact]
    public void Unknown_name_is_refused_with_the_names_there_are()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(() => Connect().GetProducer<Visit>("audits"));

        Assert.Contains("'audits'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'audit'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topic_named_at_run_time_gets_the_same_records()
    {
        KafkaGenClient client = Connect();
        ITopicProducer<Visit> tenant = client.ForTopic<Visit>("tenant-42.visits");

        RecordMetadata place = await tenant.ProduceAsync(new Visit("a"), Cancelled);

        Assert.Equal("tenant-42.visits", place.Topic);
        Assert.Equal("""{"page":"a"}"""u8, Assert.Single(Read("tenant-42.visits", 1)).Message.Value!);
        Assert.Same(tenant, client.ForTopic<Visit>("tenant-42.visits"));
        Assert.Same(client.GetProducer<Visit>(), client.ForTopic<Visit>("visits"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tenant 42")]
    [InlineData("..")]
    public void Topic_name_that_Kafka_does_not_allow_is_refused_at_once(string topic) =>
        Assert.Equal("topic", Assert.Throws<ArgumentException>(() => Connect().ForTopic<Visit>(topic)).ParamName);

    private ServiceProvider Provider() =>
        new ServiceCollection().AddKafkaGen(Kafka.BootstrapServers).AddSingleton<Auditor>().BuildServiceProvider();

    private sealed class Auditor([FromKeyedServices("audit")] ITopicProducer<Visit> audit)
    {
        public ITopicProducer<Visit> Audit => audit;
    }
}
