using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.BrokerTests.Model;

/// <summary>
/// The model must not be what a benchmark measures: this prints how many records it takes. How many they must be depends on the machine, and is not asserted.
/// </summary>
[Collection(Alone.Name)]
public sealed class ThroughputTests
{
    [Fact]
    public void More_than_a_million_records_go_through_produce()
    {
        const int Batches = 3_000;
        const int RecordsPerBatch = 400;
        TestCluster cluster = new(() => new ClusterSettings { Brokers = 1, StartedAt = TestCluster.Start, LogMemory = 64 * 1024 * 1024 });
        cluster.Create("t", partitions: 12);
        ModelClient client = cluster.Client();
        string[] values = [.. Enumerable.Range(0, RecordsPerBatch).Select(_ => new string('x', 100))];
        int[] sequences = new int[12];

        // Requests are made before the clock starts: this is not about the client.
        List<ReadOnlyMemory<byte>> frames = [];
        using ProtocolWriter writer = new();
        for (int batch = 0; batch < Batches; batch++)
        {
            int partition = batch % 12;
            ProduceRequest request = cluster.ProduceRequest("t", Batch.Idempotent(7, 0, sequences[partition], values), partition);
            sequences[partition] += RecordsPerBatch;
            writer.Reset();
            MessageFrame.WriteRequest(writer, request, ApiCatalog.Produce.MaxVersion, batch, "test");
            frames.Add(writer.ToArray().AsMemory(MessageFrame.LengthSize));
        }

        SilentOutput output = new();
        Connection connection = cluster.Model.Connect(1, output, cluster.Now)!;
        // The best of several stretches, and of the processor's time, not the clock's: others on this machine can only slow it.
        const int Stretch = Batches / 10;
        double best = 0;
        for (int from = 0; from < Batches; from += Stretch)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            for (int at = from; at < from + Stretch; at++)
            {
                cluster.Model.Receive(connection, frames[at], cluster.Now);
            }

            best = Math.Max(best, Stretch * RecordsPerBatch / (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{best:N0} records per second of processor time");
        Assert.Equal(Batches, output.Answers);
        Assert.Equal(Batches * RecordsPerBatch, Enumerable.Range(0, 12).Sum(partition => cluster.Partition("t", partition).Log.End));
    }
}
