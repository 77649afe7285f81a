using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>What Kafka's own tool finds in the segments on disk.</summary>
public sealed class CompressionOnDiskTests(ThreeNodes nodes)
{
    private const string Text = "A text that says the same thing again, the same thing again, the same thing again.";

    [Fact]
    public async Task Contracts_of_one_client_keep_their_codecs_under_one_producer_id()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        await kafka.CreateNamedTopicAsync("disk.zstd", partitions: 2);
        await kafka.CreateNamedTopicAsync("disk.gzip", partitions: 2);
        await kafka.CreateNamedTopicAsync("disk.plain", partitions: 2);
        await using (var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.BootstrapServers))
        {
            for (int index = 0; index < 200; index++)
            {
                await client.GetProducer<ZstdOnDisk>().EnqueueAsync(new ZstdOnDisk(index, Text), cancellationToken: cancelled);
                await client.GetProducer<GzipOnDisk>().EnqueueAsync(new GzipOnDisk(index, Text), cancellationToken: cancelled);
                await client.GetProducer<PlainOnDisk>().EnqueueAsync(new PlainOnDisk(index, Text), cancellationToken: cancelled);
            }

            await client.FlushAsync(cancelled);
        }

        List<StoredBatch> zstd = await kafka.ReadBatchesAsync("disk.zstd");
        List<StoredBatch> gzip = await kafka.ReadBatchesAsync("disk.gzip");
        List<StoredBatch> plain = await kafka.ReadBatchesAsync("disk.plain");

        Assert.All(zstd, batch => Assert.Equal("zstd", batch.Codec));
        Assert.All(gzip, batch => Assert.Equal("gzip", batch.Codec));
        Assert.All(plain, batch => Assert.Equal("none", batch.Codec));
        string producerId = Assert.Single(zstd.Concat(gzip).Concat(plain).Select(batch => batch.ProducerId).Distinct());
        Assert.NotEqual("-1", producerId);
        Assert.Equal([200, 200, 200], new[] { zstd, gzip, plain }.Select(batches => batches.Sum(batch => batch.Count)));
    }
}

[KafkaTopic("disk.zstd"), Compression(CompressionCodec.Zstd, Level = 3)]
public sealed record ZstdOnDisk([PartitionKey] int Id, string Text);

[KafkaTopic("disk.gzip"), Compression(CompressionCodec.Gzip, Level = 9)]
public sealed record GzipOnDisk([PartitionKey] int Id, string Text);

[KafkaTopic("disk.plain")]
public readonly record struct PlainOnDisk([PartitionKey] int Id, string Text);
