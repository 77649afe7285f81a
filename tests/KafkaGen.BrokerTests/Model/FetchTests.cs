using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.BrokerTests.Model;

/// <summary>Reading, waiting for records, and finding offsets.</summary>
public sealed class FetchTests
{
    [Fact]
    public void A_fetch_waits_until_there_are_enough_bytes()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        ModelClient consumer = new(cluster, 1);

        consumer.Send(cluster.FetchRequest("t", minBytes: 1, maxWaitMs: 500));
        Assert.Equal(0, consumer.AnswerCount);
        cluster.Produce("t", Batch.Of("a"));

        Assert.True(consumer.Next<FetchResponse>().Topics[0].Partitions[0].Records!.Value.Length > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Enough_bytes_may_lie_in_several_segments(bool isThereBefore)
    {
        const int MinBytes = 40_000;
        TestCluster cluster = new();
        Partition partition = cluster.Create("t");
        ModelClient consumer = new(cluster, 1);
        byte[] batch = Batch.Of(new string('x', 3_000));
        int needed = (MinBytes + batch.Length - 1) / batch.Length;
        for (int sent = 0; sent < needed - 1; sent++)
        {
            cluster.Produce("t", batch);
        }

        if (!isThereBefore)
        {
            consumer.Send(cluster.FetchRequest("t", minBytes: MinBytes, maxWaitMs: 500));
            Assert.Equal(0, consumer.AnswerCount);
        }

        cluster.Produce("t", batch);
        if (isThereBefore)
        {
            consumer.Send(cluster.FetchRequest("t", minBytes: MinBytes, maxWaitMs: 500));
        }

        Assert.Equal(needed * batch.Length, consumer.Next<FetchResponse>().Topics[0].Partitions[0].Records!.Value.Length);
        Assert.True(partition.Log.Segments.Count > 2);
    }

    [Fact]
    public void A_fetch_is_answered_with_nothing_after_its_longest_wait()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        ModelClient consumer = new(cluster, 1);

        consumer.Send(cluster.FetchRequest("t", minBytes: 1, maxWaitMs: 500));
        cluster.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(0, consumer.AnswerCount);
        cluster.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(0, consumer.Next<FetchResponse>().Topics[0].Partitions[0].Records!.Value.Length);
    }

    [Fact]
    public void Requests_on_one_connection_are_answered_in_their_sequence()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        ModelClient client = cluster.Client();

        client.Send(cluster.FetchRequest("t", minBytes: 1, maxWaitMs: 500));
        client.Send(new MetadataRequest { Topics = null });
        Assert.Equal(0, client.AnswerCount);
        cluster.Advance(TimeSpan.FromMilliseconds(500));

        client.Next<FetchResponse>();
        client.Next<MetadataResponse>();
    }

    [Fact]
    public void Offsets_outside_the_log_are_out_of_range()
    {
        TestCluster cluster = new();
        Partition partition = cluster.Create("t");
        string large = new('c', 5_000);
        cluster.Produce("t", Batch.Of("a", "b"));
        cluster.Produce("t", Batch.Of(large));
        Assert.Equal(2, partition.Log.Segments.Count);
        cluster.Do(_ => partition.Log.Drop(partition.Log.Segments[0]));

        Assert.Equal(KafkaErrorCode.OffsetOutOfRange, cluster.Fetch("t", 1).ErrorCode);
        Assert.Equal(KafkaErrorCode.OffsetOutOfRange, cluster.Fetch("t", 4).ErrorCode);
        Assert.Equal(KafkaErrorCode.None, cluster.Fetch("t", 3).ErrorCode);
        Assert.Equal([large], cluster.Values("t"));
    }

    [Fact]
    public void A_batch_larger_than_the_bound_is_read_all_the_same_but_no_second_one()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        byte[] batch = Batch.Of(new string('x', 1000));
        cluster.Produce("t", batch);
        cluster.Produce("t", batch);
        FetchRequest request = cluster.FetchRequest("t");
        request.MaxBytes = 10;

        Assert.Equal(batch.Length, cluster.Client().Ask<FetchResponse>(request).Topics[0].Partitions[0].Records!.Value.Length);
    }

    [Fact]
    public void A_read_over_segments_keeps_to_its_bounds()
    {
        TestCluster cluster = new();
        Partition partition = cluster.Create("t");
        byte[] batch = Batch.Of(new string('x', 3_000));
        for (int sent = 0; sent < 20; sent++)
        {
            cluster.Produce("t", batch);
        }

        for (int from = 0; from < 20; from++)
        {
            Assert.Equal(Math.Min(7, 20 - from) * batch.Length, partition.Log.Read(from, 20, (8 * batch.Length) - 1, atLeastOne: true).Bytes.Length);
            (System.Buffers.ReadOnlySequence<byte> bytes, long next) = partition.Log.Read(from, 15, int.MaxValue, atLeastOne: true);
            Assert.Equal((Math.Max(0, 15 - from) * batch.Length, Math.Max(from, 15)), (bytes.Length, next));
            Assert.Equal((bytes.Length, next), partition.Log.Measure(from, 15));
        }
    }

    [Fact]
    public void Offsets_are_found_by_time_and_at_both_ends()
    {
        TestCluster cluster = new();
        cluster.Create("t");
        long start = cluster.Time;
        for (int record = 0; record < 10; record++)
        {
            cluster.Produce("t", Batch.At(start + (record * 10), "a"));
        }

        Assert.Equal(0, Offset(-2).Offset);
        Assert.Equal(10, Offset(-1).Offset);
        Assert.Equal((9, start + 90), (Offset(-3).Offset, Offset(-3).Timestamp));
        Assert.Equal((4, start + 40), (Offset(start + 31).Offset, Offset(start + 31).Timestamp));
        Assert.Equal(-1, Offset(start + 91).Offset);

        ListOffsetsResponse.Partition Offset(long timestamp) => cluster.Client().Ask<ListOffsetsResponse>(new ListOffsetsRequest
        {
            Topics = [new() { Name = "t", Partitions = [new() { Index = 0, Timestamp = timestamp }] }],
        }).Topics[0].Partitions[0];
    }

    [Fact]
    public void The_oldest_records_go_when_memory_is_short()
    {
        const long Bound = 8 * 1024 * 1024;
        TestCluster cluster = new(() => new ClusterSettings { Brokers = 1, StartedAt = TestCluster.Start, LogMemory = Bound });
        Partition partition = cluster.Create("t", partitions: 2);
        byte[] batch = Batch.Of([.. Enumerable.Range(0, 1000).Select(_ => new string('x', 100))]);

        for (int sent = 0; sent < 500; sent++)
        {
            cluster.Produce("t", batch, partition: sent % 2);
        }

        Assert.InRange(cluster.Model.LogMemory.Used, 1, Bound);
        Assert.Equal(250_000, partition.Log.End);
        Assert.InRange(partition.Log.Start, 1, 250_000);
        Assert.Equal(partition.Log.Start, RecordBatchHeader.Read(cluster.Fetch("t", partition.Log.Start).Records!.Value.FirstSpan).BaseOffset);
        Assert.Equal(KafkaErrorCode.OffsetOutOfRange, cluster.Fetch("t").ErrorCode);
    }
}
