using System.Text;
using Confluent.Kafka;
using KafkaGen.Tests.Contracts;

namespace KafkaGen.Tests.Sending;

public sealed class TombstoneTests : ClusterTest
{
    [Fact]
    public async Task A_tombstone_has_the_key_of_its_records_and_no_value()
    {
        Kafka.CreateTopic("full", partitions: 4);
        var id = Guid.NewGuid();
        IKeyedTopicProducer<Guid, Full> producer = Connect().GetKeyedProducer<Guid, Full>();

        RecordMetadata record = await producer.ProduceAsync(new Full(id, "acme", DateTimeOffset.UtcNow, null), Cancelled);
        RecordMetadata tombstone = await producer.ProduceTombstoneAsync(id, cancellationToken: Cancelled);

        Assert.Equal((record.Topic, record.Partition, record.Offset + 1), (tombstone.Topic, tombstone.Partition, tombstone.Offset));
        List<ConsumeResult<byte[]?, byte[]?>> records = Read("full", 2);
        Assert.Equal(records[0].Message.Key!, records[1].Message.Key!);
        Assert.NotNull(records[0].Message.Value);
        Assert.Null(records[1].Message.Value);
    }

    [Fact]
    public async Task A_tombstone_carries_constant_headers_and_those_of_the_call()
    {
        Kafka.CreateTopic("full", partitions: 4);
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000);
        ProduceOptions options = new() { Headers = [new RecordHeader("reason", "erased")], Timestamp = at, Partition = 3 };
        KafkaGenClient client = Connect();

        await client.GetKeyedProducer<Guid, Full>().EnqueueTombstoneAsync(Guid.NewGuid(), options, Cancelled);
        await client.FlushAsync(Cancelled);

        ConsumeResult<byte[]?, byte[]?> record = Assert.Single(Read("full", 1));
        Assert.Equal(
            [("type", "full"), ("reason", "erased")],
            record.Message.Headers.Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes()))));
        Assert.Equal((3, at.ToUnixTimeMilliseconds()), (record.Partition.Value, record.Message.Timestamp.UnixTimestampMs));
        Assert.Null(record.Message.Value!);
    }

    [Fact]
    public async Task Tombstones_of_a_topic_named_at_run_time_go_there()
    {
        IKeyedTopicProducer<string, Visit> producer = Connect().ForTopic<string, Visit>("tenant.visits");

        RecordMetadata place = await producer.ProduceTombstoneAsync("", cancellationToken: Cancelled);

        Assert.Equal("tenant.visits", place.Topic);
        Assert.Equal([], Assert.Single(Read("tenant.visits", 1)).Message.Key!);
    }

    [Fact]
    public async Task A_null_key_is_refused()
    {
        IKeyedTopicProducer<string, Visit> producer = Connect().GetKeyedProducer<string, Visit>("audit");

        Assert.Equal("visits.audit", producer.Topic);
        Assert.Equal("key", (await Assert.ThrowsAsync<ArgumentNullException>(
            async () => await producer.ProduceTombstoneAsync(null!, cancellationToken: Cancelled))).ParamName);
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await producer.EnqueueTombstoneAsync(null!, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task An_id_without_a_value_is_refused_and_the_message_is_named()
    {
        KafkaGenClient client = Connect();

        RecordEncodingException error = await Assert.ThrowsAsync<RecordEncodingException>(
            async () => await client.GetKeyedProducer<DeviceId, Reading>().ProduceTombstoneAsync(default, cancellationToken: Cancelled));

        Assert.Contains(typeof(Reading).FullName!, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, client.BufferedRecords);
    }

#pragma warning disable KG0310, KG0311 // what happens at run time where the analyzer does not run
    [Fact]
    public void A_key_of_another_type_is_refused_with_the_right_one()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(() => Connect().GetKeyedProducer<int, Visit>());

        Assert.Contains("IKeyedTopicProducer<System.String, Visit>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_without_a_key_is_refused()
    {
        KafkaContractException error = Assert.Throws<KafkaContractException>(() => Connect().GetKeyedProducer<int, Point>());

        Assert.Contains("[PartitionKey]", error.Message, StringComparison.Ordinal);
    }
#pragma warning restore KG0310, KG0311
}
