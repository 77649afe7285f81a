using Confluent.Kafka;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Clients;

/// <summary>Compressed batches of Confluent.Kafka, looked into and read back.</summary>
public sealed class CodecTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CompressionType.None, CompressionCodec.None)]
    [InlineData(CompressionType.Gzip, CompressionCodec.Gzip)]
    [InlineData(CompressionType.Snappy, CompressionCodec.Snappy)]
    [InlineData(CompressionType.Lz4, CompressionCodec.Lz4)]
    [InlineData(CompressionType.Zstd, CompressionCodec.Zstd)]
    public async Task Ten_thousand_records_are_read_back_equal(CompressionType type, CompressionCodec codec)
    {
        const int Count = 10_000;
        TimeSpan bound = TimeSpan.FromSeconds(60);
        await using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("packed", partitions: 3);
        using (IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            CompressionType = type,
            LingerMs = 20,
            EnableIdempotence = true,
        }).Build())
        {
            for (int record = 0; record < Count; record++)
            {
                producer.Produce("packed", new Message<string, string>
                {
                    Key = $"key {record}",
                    Value = $"a value that is worth being compressed {record}",
                    Timestamp = new Timestamp(DateTime.UnixEpoch.AddDays(20_000).AddSeconds(record)),
                    Headers = [new Header("n", BitConverter.GetBytes(record)), new Header("none", null)],
                });
            }

            producer.Flush(bound);
        }

        IReadOnlyList<EmbeddedRecord> stored = await kafka.WaitForRecordsAsync("packed", Count, bound, Cancelled);

        Assert.Equal(Count, stored.Count);
        Dictionary<string, EmbeddedRecord> byKey = stored.ToDictionary(record => record.KeyText!);
        for (int record = 0; record < Count; record++)
        {
            EmbeddedRecord found = byKey[$"key {record}"];
            Assert.Equal($"a value that is worth being compressed {record}", found.ValueText);
            Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(record), found.Timestamp);
            Assert.Equal(["n", "none"], found.Headers.Select(header => header.Key));
            Assert.Equal(record, BitConverter.ToInt32(found.Headers[0].Value!));
            Assert.Null(found.Headers[1].Value);
        }

        Assert.Contains(stored, record => record.Codec == codec);
    }
}
