using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

/// <summary>Memory is measured for the whole process: nothing else may run meanwhile.</summary>
[Collection(nameof(AlonePerProcess))]
[Trait("Speed", "Slow")]
public sealed class DiscardedResultTests() : ClusterTest(brokerMemory: 4 * 1024 * 1024)
{
    [Fact]
    public async Task A_million_results_that_nobody_awaits_leave_memory_flat()
    {
        const int Warm = 100_000;
        const int Records = 1_000_000;
        Kafka.CreateTopic("points", partitions: 4);
        KafkaGenClient client = Connect();
        ITopicProducer<Point> producer = client.GetProducer<Point>();

        await DiscardAsync(Warm);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await DiscardAsync(Records);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.True(grown < 4 * 1024 * 1024, $"{grown} bytes stayed behind");
        Assert.Equal((0, 0L), (client.BufferedRecords, client.BufferedBytes));

        async Task DiscardAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                // Room is waited for by the side door, so that the results themselves can be discarded.
                while (client.BufferedRecords > 50_000)
                {
                    await producer.FlushAsync(Cancelled);
                }

                _ = producer.ProduceAsync(new Point(i, i), CancellationToken.None);
            }

            await producer.FlushAsync(Cancelled);
        }
    }
}
