using KafkaGen.KafkaTests.Faults;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>All contracts of a client share its connections.</summary>
public sealed class SharedConnectionTests(ThreeNodes nodes)
{
    [Fact]
    public async Task Fifty_topics_with_two_codecs_take_one_connection_a_broker()
    {
        const int PerContract = 25;
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        string[] topics = [.. Enumerable.Range(0, 2 * PerContract).Select(i => $"shared.{i}")];
        await kafka.CreateNamedTopicsAsync(topics, partitions: 3, replicas: 1);

        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.ProxiedServers);
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        IEnumerable<Task<RecordMetadata>> answers = topics.SelectMany((topic, i) => Enumerable.Range(0, 30).Select(number => i < PerContract
            ? client.ForTopic<Numbered>(topic).ProduceAsync(new Numbered(number, i), cancelled).AsTask()
            : client.ForTopic<FailedOver>(topic).ProduceAsync(new FailedOver(number, i), cancelled).AsTask()));
        RecordMetadata[] places = await Task.WhenAll(answers);

        Assert.Equal(topics.Order(), places.Select(place => place.Topic).Distinct().Order());
        Assert.Equal(["1 connection", "1 connection", "1 connection"], kafka.Nodes.Select(node => $"{kafka.ProxyOf(node).Connections} connection"));
    }
}
