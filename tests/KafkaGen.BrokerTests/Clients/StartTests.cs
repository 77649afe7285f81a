using System.Diagnostics;
using KafkaGen.BrokerTests.Scenarios;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing;
using KafkaGen.TestKit.Running;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Starting clusters: printed, how long it takes; asserted, that they answer and live side by side.</summary>
[Collection(Alone.Name)]
public sealed class StartTests
{
    [Fact]
    public void A_cluster_of_three_brokers_starts_and_answers()
    {
        EmbeddedKafka.Start(brokers: 1).Dispose();
        TimeSpan best = TimeSpan.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long start = Stopwatch.GetTimestamp();
            using var kafka = EmbeddedKafka.Start(brokers: 3);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
            using RawClient client = new(kafka.BootstrapServers.Split(',')[0]);
            Assert.Equal(3, client.Ask<MetadataResponse>(new MetadataRequest { Topics = null }).Brokers.Count);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{best.TotalMilliseconds:0.00} ms");
    }

    [Fact]
    public void It_answers_while_every_thread_of_the_pool_is_blocked()
    {
        using var kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("t", 1);
        using BlockedPool blocked = new();

        using RawClient client = new(kafka.BootstrapServers);
        Assert.Equal("t", client.Ask<MetadataResponse>(new MetadataRequest { Topics = null }).Topics.Single().Name);
    }

    [Fact]
    public void Clusters_live_side_by_side_and_know_nothing_of_each_other()
    {
        EmbeddedKafka[] all = [.. Enumerable.Range(0, 10).AsParallel().Select(_ => EmbeddedKafka.Start(brokers: 2))];
        try
        {
            foreach (EmbeddedKafka kafka in all)
            {
                kafka.CreateTopic("same", 1);
            }

            Assert.Equal(20, all.SelectMany(kafka => kafka.BootstrapServers.Split(',')).Distinct().Count());
        }
        finally
        {
            foreach (EmbeddedKafka kafka in all)
            {
                kafka.Dispose();
            }
        }
    }
}
