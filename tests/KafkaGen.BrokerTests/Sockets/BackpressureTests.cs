using KafkaGen.BrokerTests.Model;
using KafkaGen.BrokerTests.Scenarios;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Faults;
using KafkaGen.Testing.Sockets;

namespace KafkaGen.BrokerTests.Sockets;

/// <summary>Clients that send more than is worked on, or ask for more than they read: TCP holds them back, and memory stays bounded.</summary>
public sealed class BackpressureTests
{
    private const int ValueBytes = 256 * 1024;
    private const string Topic = "t";

    [Fact]
    public void Requests_behind_one_that_waits_are_left_to_TCP_and_all_answered_once_it_is_over()
    {
        const int Most = 400;
        using ClusterServer server = new(new ClusterSettings { Brokers = 1 });
        server.Do(cluster => cluster.Topics.Create("empty", 1, 1, []));
        server.Do(cluster => cluster.Topics.Create(Topic, 1, 1, []));
        using PipelinedClient client = new(server.BootstrapServers);
        byte[] produce = PipelinedClient.Frame(Produce(Topic), version: 12);
        client.Send(PipelinedClient.Frame(Fetch("empty", maxWaitMs: int.MaxValue), version: 12));
        Stage.Until(() => server.Do(cluster => cluster.Broker(1).Connections.Count == 1));

        int sent = 0;
        while (sent < Most)
        {
            bool isPaused = server.Do(cluster => Assert.Single(cluster.Broker(1).Connections).IsPaused);
            if (client.TrySend(produce))
            {
                sent++;
            }
            else if (isPaused)
            {
                // Nobody reads while the first request waits, so what TCP does not take now it will not take.
                break;
            }
        }

        Assert.InRange(sent, 1, Most - 1);
        Assert.InRange(
            server.Do(cluster => cluster.Broker(1).Connections[0].WaitingBytes), Connection.PauseAtBytes, Connection.PauseAtBytes + produce.Length);
        using RawClient other = new(server.BootstrapServers);
        other.Ask<ProduceResponse>(Produce("empty"), version: 12);
        Stage.Until(() => client.TrySend(produce));
        for (int answer = 0; answer < sent + 2; answer++)
        {
            Assert.True(client.ReadAnswer() > 0);
        }

        Assert.Equal(sent + 1, server.Do(cluster => cluster.Topics.Find(Topic)!.Partitions[0].Log.End));
    }

    [Fact]
    public void A_client_that_does_not_read_its_answers_is_not_asked_for_more_requests()
    {
        const int Waiting = 50;
        const int More = 200;
        using ClusterServer server = new(new ClusterSettings { Brokers = 1 });
        server.Do(cluster => cluster.Topics.Create("empty", 1, 1, []));
        server.Do(cluster => cluster.Topics.Create(Topic, 1, 1, []));
        using RawClient other = new(server.BootstrapServers);
        other.Ask<ProduceResponse>(Produce(Topic), version: 12);
        int handled = 0;
        server.Do(cluster => cluster.Faults.Add(new Fault(FaultKind.Refuse)
        {
            Api = ApiKey.Fetch,
            Times = null,
            When = _ => Interlocked.Increment(ref handled) < 0,
        }));
        using PipelinedClient client = new(server.BootstrapServers);
        byte[] fetch = PipelinedClient.Frame(Fetch(Topic), version: 12);
        client.Send(PipelinedClient.Frame(Fetch("empty", maxWaitMs: int.MaxValue), version: 12));
        for (int request = 0; request < Waiting; request++)
        {
            client.Send(fetch);
        }

        Stage.Until(() => server.Do(cluster => cluster.Broker(1).Connections.Exists(connection => connection.WaitingRequests == Waiting)));

        // They are answered by the other client's thread, so that a writer is stuck while the reader could go on.
        other.Ask<ProduceResponse>(Produce("empty"), version: 12);
        Stage.Until(() => Volatile.Read(ref handled) == Waiting + 1);
        for (int request = 0; request < More; request++)
        {
            client.Send(fetch);
        }

        Stage.Until(() => server.HeldBackClients == 1);
        Assert.InRange(Volatile.Read(ref handled), Waiting + 1, Waiting + 2);
        for (int read = 1; read <= 1 + Waiting + More; read++)
        {
            client.ReadAnswer();
        }

        Assert.Equal(1 + Waiting + More, handled);
    }

    private static ProduceRequest Produce(string topic) => RawClient.ProduceRequest(topic, Batch.Of(new string('x', ValueBytes)));

    private static FetchRequest Fetch(string topic, int maxWaitMs = 0) => new()
    {
        MaxWaitMs = maxWaitMs,
        MinBytes = 1,
        Topics = [new() { Name = topic, Partitions = [new() { Index = 0, MaxBytes = ValueBytes }] }],
    };
}
