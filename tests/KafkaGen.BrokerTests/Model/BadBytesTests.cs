using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;
using KafkaGen.TestKit;

namespace KafkaGen.BrokerTests.Model;

/// <summary>Requests that were cut or changed: their connection may end, the broker may not.</summary>
public sealed class BadBytesTests
{
    private readonly TestCluster _cluster = new(brokers: 1);

    public BadBytesTests()
    {
        _cluster.Create("t", partitions: 2);
        GroupTests.JoinAlone(_cluster, "g", out _, out _);
        _cluster.Client().Ask<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = "tx", TransactionTimeoutMs = 60_000 });
    }

    [Fact]
    public void Requests_that_are_cut_off_end_their_connection_and_nothing_else()
    {
        foreach ((string name, byte[] frame) in Requests())
        {
            for (int length = 0; length < frame.Length; length++)
            {
                Receive(frame.AsMemory(0, length), $"{name}, cut to {length} bytes");
            }
        }

        AssertAlive();
    }

    [Fact]
    [Trait("Draws", "Random")]
    public void Requests_with_changed_bytes_end_at_most_their_connection()
    {
        Random random = new(Seed.Value);
        foreach ((string name, byte[] frame) in Requests())
        {
            for (int round = 0; round < 100; round++)
            {
                byte[] changed = [.. frame];
                for (int change = 0; change < 1 + (round % 3); change++)
                {
                    // Behind API and version, which would only make it another request.
                    changed[random.Next(4, changed.Length)] = (byte)random.Next(256);
                }

                Receive(changed, $"{name}, {Convert.ToHexString(changed)}. {Seed.Hint}");
            }
        }

        AssertAlive();
    }

    private static void Fill(Request request, TestCluster cluster)
    {
        switch (request)
        {
            case ProduceRequest produce:
                produce.Acks = 1;
                produce.Topics = [.. cluster.ProduceRequest("t", Batch.Idempotent(3, 0, 0, "a", "b"), version: 3).Topics];
                break;
            case FetchRequest fetch:
                fetch.Topics = [new() { Name = "t", Partitions = [new() { Index = 1, MaxBytes = 1000 }] }];
                break;
            case ListOffsetsRequest list:
                list.Topics = [new() { Name = "t", Partitions = [new() { Index = 1, Timestamp = -1 }] }];
                break;
            case MetadataRequest metadata:
                metadata.Topics = [new() { Name = "t" }];
                break;
            case CreateTopicsRequest create:
                create.Topics =
                [
                    new() { Name = "n", NumPartitions = 1, ReplicationFactor = 1, Configs = [new() { Name = "retention.ms", Value = "1" }] },
                    new() { Name = "a", NumPartitions = -1, ReplicationFactor = -1, Assignments = [new() { Index = 0, BrokerIds = [1] }] },
                ];
                break;
            case DeleteTopicsRequest delete:
                delete.TopicNames = ["d"];
                break;
            case CreatePartitionsRequest grow:
                grow.Topics = [new() { Name = "t", Count = 3 }];
                break;
            case DescribeConfigsRequest describe:
                describe.Resources = [new() { ResourceType = 2, ResourceName = "t" }, new() { ResourceType = 4, ResourceName = "1" }];
                break;
            case JoinGroupRequest join:
                (join.GroupId, join.SessionTimeoutMs, join.ProtocolType) = ("g", 10_000, "consumer");
                join.Protocols = [new() { Name = "range" }];
                break;
            case OffsetCommitRequest commit:
                commit.GroupId = "g";
                commit.Topics = [new() { Name = "t", Partitions = [new() { Index = 0, CommittedOffset = 1 }] }];
                break;
            case AddPartitionsToTxnRequest add:
                (add.TransactionalId, add.Topics) = ("tx", [new() { Name = "t", Partitions = [0, 1] }]);
                break;
            case TxnOffsetCommitRequest offsets:
                (offsets.TransactionalId, offsets.GroupId) = ("tx", "g");
                offsets.Topics = [new() { Name = "t", Partitions = [new() { Index = 0, CommittedOffset = 1 }] }];
                break;
        }
    }

    /// <summary>Every request in every version that can carry it.</summary>
    private IEnumerable<(string Name, byte[] Frame)> Requests()
    {
        foreach (Api api in ApiCatalog.All)
        {
            for (short version = api.MinVersion; version <= api.MaxVersion; version++)
            {
                foreach (bool filled in (bool[])[false, true])
                {
                    Request request = api.NewRequest();
                    if (filled)
                    {
                        Fill(request, _cluster);
                    }

                    if (TryWrite(request, version) is { } frame)
                    {
                        yield return ($"{api.Name} v{version}", frame);
                    }
                }
            }
        }
    }

    private static byte[]? TryWrite(Request request, short version)
    {
        using ProtocolWriter writer = new();
        try
        {
            MessageFrame.WriteRequest(writer, request, version, 1, "test");
            return writer.ToArray()[MessageFrame.LengthSize..];
        }
        catch (MessageWriteException)
        {
            // The version cannot carry what it was filled with.
            return null;
        }
    }

    private void Receive(ReadOnlyMemory<byte> frame, string what)
    {
        SilentOutput output = new();
        try
        {
            _cluster.Model.Receive(_cluster.Model.Connect(1, output, _cluster.Now)!, frame, _cluster.Now);
        }
        catch (Exception error)
        {
            Assert.Fail($"{what}: {error}");
        }
    }

    private void AssertAlive() => Assert.Equal(
        KafkaErrorCode.None, new ModelClient(_cluster, 1).Ask<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = "t" }] }).Topics[0].ErrorCode);
}
