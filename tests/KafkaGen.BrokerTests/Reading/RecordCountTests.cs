using System.Runtime.InteropServices;
using KafkaGen.BrokerTests.Model;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Topics;
using KafkaGen.Testing.Reading;

namespace KafkaGen.BrokerTests.Reading;

/// <summary>Counting the records of a partition while it grows, is cut, and loses its oldest.</summary>
public sealed class RecordCountTests
{
    [Fact]
    public void A_batch_that_was_counted_is_not_read_again()
    {
        TestCluster cluster = new();
        Partition partition = cluster.Create("t");
        RecordCount count = new(partition);
        cluster.Produce("t", Batch.Of("a", "b", "c"));
        count.Update();
        Assert.Equal(3, count.Records);

        Segment segment = partition.Log.Segments[0];
        MemoryMarshal.AsMemory(segment.Batch(segment.Entries[0])).Span.Clear();
        cluster.Produce("t", Batch.Of("d"));
        count.Update();

        Assert.Equal(4, count.Records);
    }

    [Fact]
    public void Records_that_only_a_lost_leader_had_are_taken_off()
    {
        TestCluster cluster = new(() => new ClusterSettings { StartedAt = TestCluster.Start, FlushOnAppend = false });
        Partition partition = cluster.Create("t");
        RecordCount count = new(partition);
        cluster.Produce("t", Batch.Of("a", "b"));
        cluster.Do(model => model.Flush(1));
        cluster.Produce("t", Batch.Of("c"));
        count.Update();
        Assert.Equal(3, count.Records);

        cluster.Do(model => model.StopBroker(1, loseUnflushed: true));
        cluster.Do(model => model.StartBroker(1));
        count.Update();
        Assert.Equal(2, count.Records);
        cluster.Produce("t", Batch.Of("d", "e"));
        count.Update();

        Assert.Equal(4, count.Records);
    }

    [Fact]
    public void Records_that_memory_has_no_room_for_are_taken_off()
    {
        TestCluster cluster = new(() => new ClusterSettings { Brokers = 1, StartedAt = TestCluster.Start, LogMemory = 4 * 1024 * 1024 });
        Partition partition = cluster.Create("t");
        RecordCount count = new(partition);
        byte[] batch = Batch.Of([.. Enumerable.Repeat(new string('x', 100), 700)]);
        for (int sent = 0; sent < 200; sent++)
        {
            cluster.Produce("t", batch);
            count.Update();

            Assert.Equal(partition.Log.End - partition.Log.Start, count.Records);
        }

        Assert.True(partition.Log.Start > 0);
    }

    [Fact]
    public void Records_wait_for_the_replicas_in_sync_and_markers_are_none()
    {
        TestCluster cluster = new();
        Partition partition = cluster.Create("t", replicas: 2);
        RecordCount count = new(partition);
        cluster.Do(model => model.Replicator.SetLagging(partition, partition.ReplicaOn(2)!, lagging: true));
        cluster.Produce("t", Batch.Of("a"), acks: 1);
        cluster.Do(model => model.Appender.AppendMarker(partition, new Protocol.Records.EndTransactionMarker(true, 0), 7, 0));
        count.Update();
        Assert.Equal(0, count.Records);

        cluster.Do(model => model.Replicator.SetLagging(partition, partition.ReplicaOn(2)!, lagging: false));
        count.Update();

        Assert.Equal((1, 2), (count.Records, partition.HighWatermark));
    }
}
