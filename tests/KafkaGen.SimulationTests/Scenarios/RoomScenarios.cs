using KafkaGen.Accumulating;
using KafkaGen.Testing.Broker.Faults;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>The memory of batches comes back on every way that a batch can end.</summary>
public sealed class RoomScenarios
{
    public static TheoryData<string, CompressionCodec> Ends()
    {
        TheoryData<string, CompressionCodec> ends = [];
        foreach (string end in new[] { "refused", "too large", "never sent", "on the wire", "after retries", "split", "topic deleted", "ended", "ended on the wire" })
        {
            ends.Add(end, CompressionCodec.None);
            ends.Add(end, CompressionCodec.Snappy);
        }

        return ends;
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Room_comes_back_however_a_batch_ends(string end, CompressionCodec codec)
    {
        var stage = Stage.Open(settings => settings with { DeliveryTimeout = 3_000, RequestTimeout = 5_000 }, partitions: 2, codec: codec, configuration: ("max.message.bytes", "4000"));
        stage.Warm();
        Assert.Equal(0, stage.Simulation.Room.Taken);
        switch (end)
        {
            case "refused":
                stage.Refuse(KafkaErrorCode.InvalidRecord, times: 2);
                break;
            case "too large":
                stage.Refuse(KafkaErrorCode.MsgSizeTooLarge, times: 200);
                break;
            case "never sent":
                stage.Simulation.Change("all brokers stop", () => stage.Simulation.Cluster.Brokers.ToList().ForEach(broker => stage.Simulation.Cluster.StopBroker(broker.Id)));
                break;
            case "on the wire" or "ended on the wire":
                stage.Fault(FaultKind.DropRequest, times: 2);
                break;
            case "after retries":
                stage.Refuse(KafkaErrorCode.NotEnoughReplicas, times: 200);
                break;
            case "topic deleted":
                stage.Simulation.DeleteTopic(Simulation.TopicName);
                break;
        }

        for (int i = 0; i < 60; i++)
        {
            // Compressed they are smaller, and thirty of them still larger than the topic takes.
            stage.Append(i % 2, size: 200, noise: 160);
        }

        Assert.True(stage.Simulation.Room.Taken > 0);
        if (end.StartsWith("ended", StringComparison.Ordinal))
        {
            stage.Run(end == "ended" ? 1 : 100);
            stage.Simulation.Brain.End(KafkaErrorCode.LocalDestroy, "the client was closed.");
        }

        stage.Run(20_000);

        Assert.Equal(0, stage.Simulation.Ledger.Open);
        Assert.Equal(0, stage.Simulation.Room.Taken);
        Assert.Equal(end == "split", stage.Simulation.Ledger.Failed == 0);
        if (end == "split")
        {
            Assert.All([0, 1], partition =>
            {
                Assert.Equal([30, 15, 15], stage.Batches.Where(batch => batch.Partition == partition).Select(static batch => batch.Count));
                Assert.Equal([(15, codec), (15, codec)], stage.Log(partition).Skip(1).Select(static batch => (batch.Count, batch.Codec)));
            });
        }
    }

    [Fact]
    public void Callers_that_wait_for_room_make_every_batch_due()
    {
        var stage = Stage.Open(settings => settings with { Linger = 600_000 }, room: Room.LargePiece);
        int appended = 0;
        void Caller()
        {
            while (appended < 100 && stage.Simulation.Append(stage.Sender, 0, 2_000))
            {
                appended++;
            }

            if (appended < 100)
            {
                stage.Simulation.In(1, Caller);
            }
        }

        Caller();
        stage.RunUntil(() => appended == 100);

        stage.Simulation.Flush();
        stage.Finish();
    }

    [Fact]
    public void A_batch_that_expires_in_the_compressor_keeps_its_memory_until_the_compressor_is_done()
    {
        var stage = Stage.Open(settings => settings with { DeliveryTimeout = 1_000, Linger = 0 }, codec: CompressionCodec.Snappy);
        stage.Warm();
        stage.Simulation.Network.CompressorPause = 5_000;
        int record = stage.Append(size: 500);

        stage.Run(2_000);
        Assert.Equal(RecordPersistence.NotPersisted, stage.Failed(record).Status);
        Assert.True(stage.Simulation.Room.Taken > 0);
        stage.Run(5_000);

        Assert.Equal(0, stage.Simulation.Room.Taken);
        stage.Finish();
    }

    [Theory]
    [InlineData(16 * 1024, Room.SmallPiece)]
    [InlineData(1024 * 1024, Room.LargePiece)]
    public void Records_that_are_larger_than_a_piece_have_one_of_their_size(int batchSize, int pieceOfTheThird)
    {
        // The header of a batch, the lengths and deltas of a record.
        const int MostBesides = 128;
        var stage = Stage.Open(settings => settings with { BatchSize = batchSize });
        List<int> records = [];

        Assert.Equal(Room.SmallPiece, RoomOf(20));
        Assert.InRange(RoomOf(3 * Room.LargePiece), 3 * Room.LargePiece, (3 * Room.LargePiece) + MostBesides);
        Assert.Equal(pieceOfTheThird, RoomOf(20));
        Assert.InRange(RoomOf(Room.LargePiece + 1), Room.LargePiece + 1, Room.LargePiece + 1 + MostBesides);
        stage.RunUntilAnswered();

        Assert.All(records, record => stage.Acknowledged(record));
        stage.Finish();

        // How much more room is taken with a record of this size.
        long RoomOf(int size)
        {
            long before = stage.Simulation.Room.Taken;
            records.Add(stage.Append(size: size));
            return stage.Simulation.Room.Taken - before;
        }
    }

    [Fact]
    public void A_thousand_lost_connections_leave_nothing_behind()
    {
        var stage = Stage.Open(settings => settings with { ReconnectBackoff = 1, MaxReconnectBackoff = 1, RetryBackoff = 1, MaxRetryBackoff = 1 }, replicas: 3);
        List<WeakReference> requests = [];
        List<WeakReference> connections = [];
        stage.Simulation.Network.Sent = (connection, request) =>
        {
            requests.Add(new WeakReference(request));
            connections.Add(new WeakReference(connection));
        };
        int before = stage.Simulation.Network.ConnectionsLost;
        LoseConnections(stage, before + 1_000);
        stage.RunUntilAnswered();
        stage.Run(60_000);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // What is left is what is connected, and what the stack may still hold.
        Assert.InRange(connections.Where(static one => one.IsAlive).Select(static one => one.Target).Distinct().Count(), 0, 8);
        Assert.InRange(requests.Count(static one => one.IsAlive), 0, 8);
        stage.Finish();
    }

    private static void LoseConnections(Stage stage, int until)
    {
        while (stage.Simulation.Network.ConnectionsLost < until)
        {
            stage.Append();
            stage.Run(8);
            foreach (SimulatedConnection connection in stage.Simulation.Network.Connections.ToArray())
            {
                connection.Cut("the network cut it");
            }

            stage.Run(3);
        }
    }
}
