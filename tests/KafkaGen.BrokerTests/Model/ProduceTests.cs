using System.Buffers.Binary;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.BrokerTests.Model;

/// <summary>What a broker says to batches.</summary>
public sealed class ProduceTests
{
    private const KafkaErrorCode CorruptMessage = KafkaErrorCode.InvalidMsg;

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(13)]
    public void Records_get_offsets_and_are_read_back(short version)
    {
        TestCluster cluster = new();
        cluster.Create("t");

        ProduceResponse.Partition first = cluster.Produce("t", Batch.Of("a", "b"), version: version);
        ProduceResponse.Partition second = cluster.Produce("t", Batch.Of("c"), version: version);

        Assert.Equal((KafkaErrorCode.None, 0), (first.ErrorCode, first.BaseOffset));
        Assert.Equal((KafkaErrorCode.None, 2), (second.ErrorCode, second.BaseOffset));
        Assert.Equal(-1, second.LogAppendTimeMs);
        Assert.Equal(["a", "b", "c"], cluster.Values("t"));
    }

    [Fact]
    public void Damaged_batches_are_refused_and_nothing_is_stored()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        byte[] flipped = Batch.Of("a");
        flipped[^1] ^= 1;
        byte[] two = [.. Batch.Of("a"), .. Batch.Of("b")];
        byte[] cut = Batch.Of("abcdef")[..^3];

        Assert.Equal(CorruptMessage, cluster.Produce("t", flipped).ErrorCode);
        Assert.Equal(KafkaErrorCode.InvalidRecord, cluster.Produce("t", two).ErrorCode);
        Assert.Equal(CorruptMessage, cluster.Produce("t", cut).ErrorCode);
        Assert.Equal(KafkaErrorCode.InvalidRecord, cluster.Produce("t", Array.Empty<byte>()).ErrorCode);
        Assert.Equal(KafkaErrorCode.InvalidRecord, cluster.Produce("t", Batch.Changed(Batch.Of("a"), batch => batch[16] = 1)).ErrorCode);
        Assert.Equal(
            KafkaErrorCode.InvalidRecord,
            cluster.Produce("t", Batch.Changed(Batch.Of("a", "b"), batch => BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), 5))).ErrorCode);
        Assert.Equal(KafkaErrorCode.Unknown, cluster.Produce("t", Batch.Changed(Batch.Of("a"), batch => batch[22] |= 5)).ErrorCode);
        Assert.Equal(KafkaErrorCode.InvalidRecord, cluster.Produce("t", Batch.Changed(Batch.Of("a"), batch => batch[22] |= 0x20)).ErrorCode);
        Assert.Equal(0, cluster.Partition("t").Log.End);
    }

    [Fact]
    public void Offset_deltas_must_count_up()
    {
        TestCluster cluster = new();
        cluster.Create("t");

        // The offset delta of the second record: length, attributes, time delta, offset delta.
        byte[] batch = Batch.Of("a", "b");
        int second = RecordBatchHeader.Size + 1 + (batch[RecordBatchHeader.Size] >> 1);
        Batch.Changed(batch, bytes => bytes[second + 3] = 0);

        Assert.Equal(KafkaErrorCode.InvalidRecord, cluster.Produce("t", batch).ErrorCode);
    }

    [Fact]
    public void Zstd_needs_version_7()
    {
        TestCluster cluster = new();
        cluster.Create("t");

        Assert.Equal(
            KafkaErrorCode.UnsupportedCompressionType,
            cluster.Produce("t", Batch.Changed(Batch.Of("a"), batch => batch[22] |= 4), version: 6).ErrorCode);
    }

    [Fact]
    public void A_batch_beyond_the_topics_bound_is_too_large()
    {
        TestCluster cluster = new();
        cluster.Create("t", configuration: ("max.message.bytes", "200"));

        Assert.Equal(KafkaErrorCode.MsgSizeTooLarge, cluster.Produce("t", Batch.Of(new string('x', 200))).ErrorCode);
        Assert.Equal(KafkaErrorCode.None, cluster.Produce("t", Batch.Of("small")).ErrorCode);
    }

    [Fact]
    public void A_compacted_topic_takes_no_record_without_a_key()
    {
        TestCluster cluster = new();
        cluster.Create("t", configuration: ("cleanup.policy", "compact"));
        using RecordBatchBuilder builder = new();
        builder.Append(cluster.Time, "k"u8.ToArray(), "v"u8.ToArray(), []);
        builder.Append(cluster.Time, NullableBytes.Null, "v"u8.ToArray(), []);

        ProduceResponse.Partition answer = cluster.Produce(
            "t", builder.ToArray(new RecordBatchHeader { ProducerId = -1, ProducerEpoch = -1, BaseSequence = -1 }));

        Assert.Equal(KafkaErrorCode.InvalidRecord, answer.ErrorCode);
        Assert.Equal(1, Assert.Single(answer.RecordErrors).BatchIndex);
    }

    [Fact]
    public void Timestamps_must_be_within_the_topics_bounds()
    {
        TestCluster cluster = new();
        cluster.Create("t", configuration: [("message.timestamp.before.max.ms", "60000"), ("message.timestamp.after.max.ms", "60000")]);

        Assert.Equal(KafkaErrorCode.InvalidTimestamp, cluster.Produce("t", Batch.At(cluster.Time - 60_001, "old")).ErrorCode);
        Assert.Equal(KafkaErrorCode.InvalidTimestamp, cluster.Produce("t", Batch.At(cluster.Time + 60_001, "early")).ErrorCode);
        Assert.Equal(KafkaErrorCode.None, cluster.Produce("t", Batch.At(cluster.Time - 60_000, "in time")).ErrorCode);
    }

    [Fact]
    public void Log_append_time_is_the_brokers_and_is_answered()
    {
        TestCluster cluster = new();
        Partition partition = cluster.Create("t", configuration: ("message.timestamp.type", "LogAppendTime"));
        cluster.Advance(TimeSpan.FromSeconds(5));

        ProduceResponse.Partition answer = cluster.Produce("t", Batch.At(1, "a"));

        Assert.Equal(cluster.Time, answer.LogAppendTimeMs);
        Assert.Equal(BatchDefect.None, RecordBatch.TryRead(partition.Log.Read(0, 1, int.MaxValue, true).Bytes.First, out RecordBatch stored));
        Assert.True(stored.Header.HasLogAppendTime);
        Assert.Equal(cluster.Time, stored.Header.MaxTimestamp);
    }

    [Fact]
    public void Only_a_partitions_leader_takes_records_and_others_name_it()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        ModelClient other = cluster.Client(2);

        ProduceResponse response = other.Ask<ProduceResponse>(cluster.ProduceRequest("t", Batch.Of("a")));

        ProduceResponse.Partition refused = response.Topics[0].Partitions[0];
        Assert.Equal(KafkaErrorCode.NotLeaderForPartition, refused.ErrorCode);
        Assert.Equal(1, refused.CurrentLeader!.LeaderId);
        Assert.Equal(cluster.Model.Broker(1).Port, Assert.Single(response.NodeEndpoints).Port);
    }

    [Fact]
    public void A_topic_deleted_and_created_again_is_another_one()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        ProduceRequest old = cluster.ProduceRequest("t", Batch.Of("a"));
        cluster.Do(model => model.Topics.Delete(model.Topics.Find("t")!));
        cluster.Create("t");

        Assert.Equal(KafkaErrorCode.UnknownTopicId, cluster.Client().Ask<ProduceResponse>(old).Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(0, cluster.Produce("t", Batch.Of("a"), version: 12).BaseOffset);
        Assert.Equal(
            KafkaErrorCode.UnknownTopicOrPart,
            cluster.Client().Ask<ProduceResponse>(cluster.ProduceRequest("t", Batch.Of("a"), partition: 1)).Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public void Acks_0_has_no_answer_and_an_error_closes_the_connection()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        ModelClient client = cluster.Client();

        client.Send(cluster.ProduceRequest("t", Batch.Of("a"), acks: 0));
        MetadataResponse next = client.Ask<MetadataResponse>(new MetadataRequest { Topics = null });
        client.Send(cluster.ProduceRequest("t", Batch.Of("a"), partition: 9, acks: 0));

        Assert.Equal("t", Assert.Single(next.Topics).Name);
        Assert.Equal(1, cluster.Partition("t").Log.End);
        Assert.True(client.IsClosed);
    }

    [Fact]
    public void Acks_must_be_0_1_or_all()
    {
        TestCluster cluster = new();
        cluster.Create("t");

        Assert.Equal(KafkaErrorCode.InvalidRequiredAcks, cluster.Produce("t", Batch.Of("a"), acks: 2).ErrorCode);
    }
}
