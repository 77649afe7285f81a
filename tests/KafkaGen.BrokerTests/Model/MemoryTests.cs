using System.Runtime.CompilerServices;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Log;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.BrokerTests.Model;

/// <summary>However much is produced, the memory of a cluster stays within its bound, and the oldest records go.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests
{
    private const int Partitions = 12;

    // Memory of released segments that is kept for the next ones (16 of them), and what the model and this test are made of.
    private const long Beside = 20 * 1024 * 1024;

    [Theory]
    [InlineData(10_000_000, 400, 20, 32 * 1024 * 1024)]
    [InlineData(150_000, 1, 1, 16 * 1024 * 1024)]
    [InlineData(500, 1, 900_000, 32 * 1024 * 1024)]
    public void Memory_stays_within_its_bound_and_the_oldest_records_go(int records, int recordsPerBatch, int bytesPerRecord, long bound)
    {
        StrongBox<TestCluster?> filled = new();
        long most = Fill(filled, records, recordsPerBatch, bytesPerRecord, bound);
        Assert.InRange(most, 1, bound);
        Check(filled, records);

        // What the cluster takes is what is free without it. Whatever earlier tests had left was given back while it was filled.
        long with = GC.GetTotalMemory(forceFullCollection: true);
        filled.Value = null;
        long used = with - GC.GetTotalMemory(forceFullCollection: true);
        TestContext.Current.TestOutputHelper!.WriteLine($"{used:N0} bytes on the heap, {most:N0} at most in logs");
        Assert.InRange(used, bound / 2, bound + Beside);
    }

    // In methods of their own, so that no variable of the test keeps the cluster.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Fill(StrongBox<TestCluster?> filled, int records, int recordsPerBatch, int bytesPerRecord, long bound)
    {
        TestCluster cluster = new(() => new ClusterSettings { Brokers = 1, StartedAt = TestCluster.Start, LogMemory = bound });
        cluster.Create("t", Partitions);
        ReadOnlyMemory<byte>[] frames = Frames(cluster, recordsPerBatch, bytesPerRecord);
        SilentOutput output = new();
        Connection connection = cluster.Model.Connect(1, output, cluster.Now)!;
        long most = 0;
        for (int batch = 0; batch < records / recordsPerBatch; batch++)
        {
            cluster.Model.Receive(connection, frames[batch % Partitions], cluster.Now);
            most = Math.Max(most, cluster.Model.LogMemory.Used);
        }

        Assert.Equal(records / recordsPerBatch, output.Answers);
        filled.Value = cluster;
        return most;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Check(StrongBox<TestCluster?> filled, int records)
    {
        TestCluster cluster = filled.Value!;
        Partition[] partitions = [.. Enumerable.Range(0, Partitions).Select(index => cluster.Partition("t", index))];
        Assert.Equal(records, partitions.Sum(one => one.Log.End));
        Assert.Equal(
            cluster.Model.LogMemory.Used,
            partitions.Sum(one => one.Log.Segments.Sum(segment => (long)segment.Capacity + LogMemory.SegmentOverhead + segment.EntryBytes)));
        foreach (Partition partition in partitions)
        {
            PartitionLog log = partition.Log;
            Assert.InRange(log.Start, 1, log.End);
            Assert.Equal(log.Start, log.Segments.Count > 0 ? log.Segments[0].BaseOffset : log.End);
            Assert.Equal(KafkaErrorCode.OffsetOutOfRange, cluster.Fetch("t", log.Start - 1, partition.Index).ErrorCode);
        }

        Partition fullest = partitions.MaxBy(one => one.Log.End - one.Log.Start)!;
        FetchResponse.Partition oldest = cluster.Fetch("t", fullest.Log.Start, fullest.Index);
        Assert.Equal((KafkaErrorCode.None, fullest.Log.Start), (oldest.ErrorCode, oldest.LogStartOffset));
        Assert.True(oldest.Records!.Value.Length > 0);
    }

    /// <summary>A request for each partition, sent again and again: the records are without idempotence, so that none is a repetition.</summary>
    private static ReadOnlyMemory<byte>[] Frames(TestCluster cluster, int recordsPerBatch, int bytesPerRecord)
    {
        byte[] batch = Batch.Of([.. Enumerable.Repeat(new string('x', bytesPerRecord), recordsPerBatch)]);
        using ProtocolWriter writer = new();
        return
        [
            .. Enumerable.Range(0, Partitions).Select(partition =>
            {
                writer.Reset();
                MessageFrame.WriteRequest(writer, cluster.ProduceRequest("t", batch, partition), ApiCatalog.Produce.MaxVersion, partition, "test");
                return (ReadOnlyMemory<byte>)writer.ToArray().AsMemory(MessageFrame.LengthSize);
            }),
        ];
    }
}
