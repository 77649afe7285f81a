using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Two consumers of one group share its partitions, and the one that stays takes over those of the one that leaves.</summary>
public sealed class RebalanceTests
{
    private const int Partitions = 4;

    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Partitions_are_shared_with_a_second_consumer_and_come_back_when_it_leaves()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start(brokers: 1);
        kafka.CreateTopic("shared", partitions: Partitions);
        using IConsumer<Ignore, string> stays = Subscribe(kafka);
        Assert.True(Poll(() => stays.Assignment.Count == Partitions, stays), "The only consumer was not given all partitions.");

        IConsumer<Ignore, string> leaves = Subscribe(kafka);
        try
        {
            Assert.True(
                Poll(() => stays.Assignment.Count == Partitions / 2 && leaves.Assignment.Count == Partitions / 2, stays, leaves),
                $"{stays.Assignment.Count} and {leaves.Assignment.Count} partitions are assigned.");
            Assert.Equal(Partitions, stays.Assignment.Union(leaves.Assignment).Count());
        }
        finally
        {
            // It tells the group that it leaves, so that nobody waits for its session to end.
            leaves.Close();
            leaves.Dispose();
        }

        Assert.True(Poll(() => stays.Assignment.Count == Partitions, stays), "The partitions of the consumer that left were not taken over.");
    }

    private static IConsumer<Ignore, string> Subscribe(EmbeddedKafka kafka)
    {
        IConsumer<Ignore, string> consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = "sharers",
            HeartbeatIntervalMs = 200,
        }).Build();
        consumer.Subscribe("shared");
        return consumer;
    }

    // Consumers take part in a rebalance while they are polled.
    private static bool Poll(Func<bool> isDone, params IConsumer<Ignore, string>[] consumers)
    {
        long until = Environment.TickCount64 + (long)s_bound.TotalMilliseconds;
        while (!isDone())
        {
            if (Environment.TickCount64 > until)
            {
                return false;
            }

            Array.ForEach(consumers, consumer => consumer.Consume(s_poll));
        }

        return true;
    }
}
