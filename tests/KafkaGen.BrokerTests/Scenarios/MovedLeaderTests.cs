using System.Net.Sockets;
using KafkaGen.BrokerTests.Model;
using KafkaGen.KafkaTests.Kafka;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>A leader is stopped, another leads, and the first comes back: played to three nodes of a real Kafka and to three brokers of the model.</summary>
public sealed class MovedLeaderTests
{
    private readonly List<string> _lines = [];
    private readonly string _topic = $"moved-{Guid.NewGuid():N}";
    private readonly string _alone = $"alone-{Guid.NewGuid():N}";

    [Fact]
    public async Task The_model_answers_like_Kafka_when_a_leader_moves()
    {
        await using KafkaCluster real = await KafkaCluster.StartAsync(nodes: 3, own: true);
        await PlayAsync(real.BootstrapServers, broker => real.KillAsync(broker, "TERM"), real.RestartAsync);
        string[] expected = [.. _lines];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(Environment.NewLine, expected));
        _lines.Clear();
        await using var model = EmbeddedKafka.Start(brokers: 3);
        await PlayAsync(
            model.BootstrapServers,
            broker =>
            {
                model.StopBroker(broker);
                return Task.CompletedTask;
            },
            broker =>
            {
                model.StartBroker(broker);
                return Task.CompletedTask;
            });

        Assert.Equal(expected, _lines);
    }

    private async Task PlayAsync(string bootstrapServers, Func<int, Task> stop, Func<int, Task> start)
    {
        Dictionary<int, string> addresses = CreateTopic(bootstrapServers.Split(',')[0]);
        MetadataResponse.Partition before = Await(addresses, partition => partition.LeaderId > 0 && partition.IsrNodes.Length == 3);
        int first = before.LeaderId;
        AwaitLeader(addresses[first], before.LeaderEpoch);
        string elsewhere = addresses.First(pair => pair.Key != first).Value;
        long producer = 0;
        using (RawClient leader = new(addresses[first]))
        {
            producer = Init(leader);
            CreateOn(leader, first);
            for (int sequence = 0; sequence < 3; sequence++)
            {
                ProduceAlone("the only replica", leader, producer, sequence);
            }

            ProduceAlone("the only replica, repeated", leader, producer, 0);
            Produce("leader", leader, producer, 0);
            Produce("leader", leader, producer, 1);
            using RawClient follower = new(elsewhere);
            Produce("follower", follower, producer, 2);
        }

        await stop(first);
        addresses.Remove(first, out string? stopped);
        MetadataResponse.Partition after = Await(
            addresses,
            partition => partition.LeaderId > 0 && partition.LeaderId != first && partition.IsrNodes.Length == 2 && partition.OfflineReplicas.Length == 1);
        AwaitLeader(addresses[after.LeaderId], after.LeaderEpoch);
        Say($"the epoch has grown: {after.LeaderEpoch > before.LeaderEpoch}, {after.IsrNodes.Length} in sync, {after.OfflineReplicas.Length} offline");
        using (RawClient leader = new(addresses[after.LeaderId]))
        {
            Produce("next leader, repeated", leader, producer, 1);
            Produce("next leader, gap", leader, producer, 3);
            Produce("next leader", leader, producer, 2);
            Fetch(leader, before.LeaderEpoch);
            Fetch(leader, after.LeaderEpoch);
            Fetch(leader, after.LeaderEpoch + 1);
            EndOfEpoch(leader, before.LeaderEpoch, before.LeaderEpoch);
            EndOfEpoch(leader, after.LeaderEpoch, before.LeaderEpoch);
        }

        await start(first);
        addresses.Add(first, stopped!);
        Await(
            addresses,
            partition => partition.LeaderId == after.LeaderId && partition.IsrNodes.Length == 3 && partition.OfflineReplicas.Length == 0);
        using RawClient former = new(stopped!);
        Produce("former leader", former, producer, 3);

        // A snapshot has one batch of each producer.
        ProduceAlone("after the restart, the last repeated", former, producer, 2);
        ProduceAlone("after the restart, an earlier one repeated", former, producer, 1);
        ProduceAlone("after the restart", former, producer, 3);
        ProduceAlone("after the restart, repeated", former, producer, 2);
    }

    private void CreateOn(RawClient client, int broker)
    {
        CreateTopicsResponse created = client.Ask<CreateTopicsResponse>(new CreateTopicsRequest
        {
            Topics = [new() { Name = _alone, NumPartitions = -1, ReplicationFactor = -1, Assignments = [new() { BrokerIds = [broker] }] }],
        });
        Assert.Equal(KafkaErrorCode.None, created.Topics[0].ErrorCode);
    }

    // With a time of today: Kafka forgets producers by the times of their records.
    private void ProduceAlone(string where, RawClient client, long producer, int sequence)
    {
        byte[] batch = Batch.Of(
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), new RecordBatchHeader { ProducerId = producer, ProducerEpoch = 0, BaseSequence = sequence }, [$"{sequence}"]);
        ProduceResponse.Partition answer = new();
        Stage.Until(() =>
        {
            answer = Ask(client, _alone, batch);
            return answer.ErrorCode is not (KafkaErrorCode.UnknownTopicOrPart or KafkaErrorCode.NotLeaderForPartition);
        });
        Say($"{where}: {answer.ErrorCode} at {answer.BaseOffset}");
    }

    private Dictionary<int, string> CreateTopic(string server)
    {
        using RawClient client = new(server);
        CreateTopicsResponse created = client.Ask<CreateTopicsResponse>(
            new CreateTopicsRequest { Topics = [new() { Name = _topic, NumPartitions = 1, ReplicationFactor = 3, Configs = [Stage.KeepsOldRecords] }] });
        Assert.Equal(KafkaErrorCode.None, created.Topics[0].ErrorCode);
        Dictionary<int, string> addresses = [];
        Stage.Until(() =>
        {
            addresses = client.Ask<MetadataResponse>(new MetadataRequest()).Brokers.ToDictionary(broker => broker.NodeId, broker => $"{broker.Host}:{broker.Port}");
            return addresses.Count == 3;
        });
        return addresses;
    }

    /// <summary>Waits until every broker that is up says the same of the partition.</summary>
    private MetadataResponse.Partition Await(Dictionary<int, string> addresses, Func<MetadataResponse.Partition, bool> isThere)
    {
        MetadataResponse.Partition seen = new();
        foreach (string address in addresses.Values)
        {
            Await(address, client =>
            {
                MetadataResponse.Topic topic = client.Ask<MetadataResponse>(
                    new MetadataRequest { Topics = [new() { Name = _topic }], AllowAutoTopicCreation = false }).Topics[0];
                seen = topic.Partitions.Count > 0 ? topic.Partitions[0] : new MetadataResponse.Partition();
                return topic.ErrorCode == KafkaErrorCode.None && isThere(seen);
            });
        }

        return seen;
    }

    /// <summary>A real broker tells of its leadership a moment before it takes it up.</summary>
    private void AwaitLeader(string address, int epoch) => Await(address, client => client.Ask<ListOffsetsResponse>(new ListOffsetsRequest
    {
        ReplicaId = -1,
        Topics = [new() { Name = _topic, Partitions = [new() { Index = 0, CurrentLeaderEpoch = epoch, Timestamp = -1 }] }],
    }).Topics[0].Partitions[0].ErrorCode == KafkaErrorCode.None);

    /// <summary>Asks a broker until the answer is what it must become. One that starts or stops may refuse or close connections meanwhile.</summary>
    private static void Await(string address, Func<RawClient, bool> isTrue)
    {
        RawClient? client = null;
        try
        {
            Stage.Until(() =>
            {
                try
                {
                    client ??= new RawClient(address);
                    return isTrue(client);
                }
                catch (Exception gone) when (gone is SocketException or IOException)
                {
                    client?.Dispose();
                    client = null;
                    return false;
                }
            });
        }
        finally
        {
            client?.Dispose();
        }
    }

    private static long Init(RawClient client)
    {
        InitProducerIdResponse answer = new();
        Stage.Until(() =>
        {
            answer = client.Ask<InitProducerIdResponse>(new InitProducerIdRequest { TransactionTimeoutMs = 30_000 });
            return answer.ErrorCode == KafkaErrorCode.None;
        });
        return answer.ProducerId;
    }

    private void Produce(string where, RawClient client, long producer, int sequence)
    {
        ProduceResponse.Partition answer = Ask(client, _topic, Batch.Idempotent(producer, 0, sequence, $"{sequence}"));
        Say($"{where}: {answer.ErrorCode} at {answer.BaseOffset}");
    }

    private static ProduceResponse.Partition Ask(RawClient client, string topic, byte[] batch) =>
        client.Ask<ProduceResponse>(RawClient.ProduceRequest(topic, batch), version: 12).Topics[0].Partitions[0];

    private void Fetch(RawClient client, int epoch)
    {
        FetchResponse.Partition answer = client.Ask<FetchResponse>(
            new FetchRequest { Topics = [new() { Name = _topic, Partitions = [new() { CurrentLeaderEpoch = epoch, MaxBytes = 1 << 20 }] }] },
            version: 12).Topics[0].Partitions[0];
        Say($"fetch: {answer.ErrorCode}, high {answer.HighWatermark}");
    }

    private void EndOfEpoch(RawClient client, int epoch, int first)
    {
        OffsetForLeaderEpochResponse.Partition answer = client.Ask<OffsetForLeaderEpochResponse>(new OffsetForLeaderEpochRequest
        {
            ReplicaId = -1,
            Topics = [new() { Name = _topic, Partitions = [new() { LeaderEpoch = epoch }] }],
        }).Topics[0].Partitions[0];
        Say($"end of epoch: {answer.ErrorCode}, {(answer.LeaderEpoch > first ? "the next" : "the first")}, {answer.EndOffset}");
    }

    private void Say(FormattableString line) => _lines.Add(FormattableString.Invariant(line));
}
