using System.Buffers;
using KafkaGen.BrokerTests.Model;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>Transactions whose producer is too late, too slow, replaced or wrong, and what readers see of them.</summary>
internal static class TransactionScenarios
{
    private const sbyte ReadCommitted = 1;

    public static IReadOnlyDictionary<string, Action<Stage>> All { get; } = new Dictionary<string, Action<Stage>>
    {
        ["an aborted transaction among other records"] = stage => Transaction(stage, producer =>
        {
            stage.Produce("t", Plain("before"));
            stage.Produce("t", Of(producer, 0, "void"), transactionalId: stage.TransactionalId);
            stage.Produce("t", Plain("between"));
            SayEnds(stage);
            EndTxnResponse ended = stage.End(producer, commit: false, version: 5);
            stage.Read("t", committed: true);
            stage.Produce("t", Of((ended.ProducerId, ended.ProducerEpoch), 0, "kept"), transactionalId: stage.TransactionalId);
            stage.End((ended.ProducerId, ended.ProducerEpoch), commit: true, version: 5);
            stage.Read("t", committed: true);
            stage.Read("t");
            SayEnds(stage);
        }),
        ["a transaction that takes too long"] = stage => Transaction(
            stage,
            producer =>
            {
                stage.AddPartition("t", producer);
                stage.Produce("t", Of(producer, 0, "late"), version: 11, transactionalId: stage.TransactionalId);
                AwaitStable(stage);
                stage.Produce("t", Of(producer, 1, "later"), version: 11, transactionalId: stage.TransactionalId);
                stage.AddPartition("t", producer);
                stage.End(producer, commit: true);
                stage.Init(transactional: true, present: producer);
                stage.Init(transactional: true);
                stage.Read("t", committed: true);
            },
            timeoutMs: 1_000),
        ["a transaction of version 2 that takes too long"] = stage => Transaction(
            stage,
            producer =>
            {
                stage.Produce("t", Of(producer, 0, "late"), transactionalId: stage.TransactionalId);
                AwaitStable(stage);
                stage.Produce("t", Of(producer, 1, "later"), transactionalId: stage.TransactionalId);
                stage.End(producer, commit: true, version: 5);
                stage.End(producer, commit: false, version: 5);
                stage.Read("t", committed: true);
            },
            timeoutMs: 1_000),
        ["fenced by a second producer, version 2"] = stage => Transaction(stage, zombie =>
        {
            stage.Produce("t", Of(zombie, 0, "zombie"), transactionalId: stage.TransactionalId);
            (long ProducerId, short Epoch) next = stage.Init(transactional: true);
            stage.Produce("t", Of(zombie, 1, "zombie"), transactionalId: stage.TransactionalId);
            stage.End(zombie, commit: true, version: 5);
            stage.Produce("t", Of(next, 0, "new"), transactionalId: stage.TransactionalId);
            EndTxnResponse ended = stage.End(next, commit: true, version: 5);
            stage.End(zombie, commit: false, version: 5);
            stage.Init(transactional: true, present: zombie);
            stage.Init(transactional: true, present: (ended.ProducerId, ended.ProducerEpoch));
            stage.Read("t", committed: true);
        }),
        ["the epoch is raised within a transaction"] = stage => Transaction(stage, producer =>
        {
            stage.Produce("t", Of(producer, 0, "void"), transactionalId: stage.TransactionalId);
            (long ProducerId, short Epoch) raised = stage.Init(transactional: true, present: producer);
            stage.Produce("t", Of(producer, 1, "void"), transactionalId: stage.TransactionalId);
            stage.Produce("t", Of(raised, 0, "kept"), transactionalId: stage.TransactionalId);
            stage.End(raised, commit: true, version: 5);
            stage.Read("t", committed: true);
        }),
        ["an aborted end whose answer was lost"] = stage => Transaction(stage, producer =>
        {
            stage.Produce("t", Of(producer, 0, "a"), transactionalId: stage.TransactionalId);
            EndTxnResponse ended = stage.End(producer, commit: false, version: 5);
            stage.End(producer, commit: false, version: 5);
            stage.End(producer, commit: true, version: 5);
            stage.End((ended.ProducerId, (short)(ended.ProducerEpoch + 1)), commit: false, version: 5);
            stage.Read("t", committed: true);
        }),
        ["a repeated batch within a transaction"] = stage => Transaction(stage, producer =>
        {
            stage.Produce("t", Of(producer, 0, "a"), transactionalId: stage.TransactionalId);
            stage.Produce("t", Of(producer, 0, "a"), transactionalId: stage.TransactionalId);
            stage.Produce("t", Of(producer, 2, "gap"), transactionalId: stage.TransactionalId);
            stage.End(producer, commit: true, version: 5);
            stage.Read("t", committed: true);
            stage.Produce("t", Of(producer, 0, "a"), transactionalId: stage.TransactionalId);
        }),
        ["a record too large within a transaction"] = stage =>
        {
            stage.CreateTopic("t", ("max.message.bytes", "200"));
            (long ProducerId, short Epoch) producer = stage.Init(transactional: true);
            stage.Produce("t", Of(producer, 0, "small"), transactionalId: stage.TransactionalId);
            stage.Produce("t", Of(producer, 1, new string('x', 300)), transactionalId: stage.TransactionalId);
            stage.Produce("t", Of(producer, 1, "small"), transactionalId: stage.TransactionalId);
            stage.End(producer, commit: false, version: 5);
            stage.Read("t", committed: true);
        },
        ["one of several partitions does not exist"] = stage => Transaction(stage, producer =>
        {
            AddPartitionsToTxnResponse answer = stage.Ask<AddPartitionsToTxnResponse>(
                new AddPartitionsToTxnRequest
                {
                    TransactionalId = stage.TransactionalId,
                    ProducerId = producer.ProducerId,
                    ProducerEpoch = producer.Epoch,
                    Topics = [new() { Name = stage.Name("t"), Partitions = [0, 7] }],
                },
                version: 3);
            foreach (AddPartitionsToTxnResponse.Partition partition in answer.Topics[0].Partitions.OrderBy(one => one.Index))
            {
                stage.Say($"add {partition.Index}: {partition.ErrorCode}");
            }

            stage.Produce("t", Of(producer, 0, "a"), version: 11, transactionalId: stage.TransactionalId);
        }),
        ["a transactional id that nobody has"] = stage =>
        {
            stage.CreateTopic("t");
            stage.AwaitCoordinator(stage.TransactionalId, type: 1);
            stage.AddPartition("t", (5, 0));
            stage.End((5, 0), commit: true);
            stage.End((5, 0), commit: false, version: 5);
            InitBadly(stage, "", 30_000);
            InitBadly(stage, stage.TransactionalId, 0);
            InitBadly(stage, stage.TransactionalId, -1);
            InitBadly(stage, stage.TransactionalId, 30_000, epoch: 3);
            stage.Init(transactional: true, present: (5, 0));
        },
        ["repeated batches with the broker's time"] = stage =>
        {
            stage.CreateTopic("t", ("message.timestamp.type", "LogAppendTime"));
            (long id, short epoch) = stage.Init(transactional: false);
            stage.Produce("t", Batch.Idempotent(id, epoch, 0, "a"));
            stage.Produce("t", Batch.Idempotent(id, epoch, 0, "a"));
            stage.Produce("t", Batch.Idempotent(id, epoch, 1, "b"));
            stage.Read("t");
        },
        ["a topic deleted and created again under its producer"] = stage =>
        {
            stage.CreateTopic("t");
            (long id, short epoch) = stage.Init(transactional: false);
            stage.Produce("t", Batch.Idempotent(id, epoch, 0, "a"));
            stage.Produce("t", Batch.Idempotent(id, epoch, 1, "b"));
            Assert.Equal(
                KafkaErrorCode.None,
                stage.Ask<DeleteTopicsResponse>(new DeleteTopicsRequest { TimeoutMs = 10_000, Topics = [new() { Name = stage.Name("t") }] }).Topics[0].ErrorCode);
            Stage.Until(() => stage.Ask<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = stage.Name("t") }], AllowAutoTopicCreation = false })
                .Topics[0].ErrorCode == KafkaErrorCode.UnknownTopicOrPart);
            stage.CreateTopic("t");
            stage.Produce("t", Batch.Idempotent(id, epoch, 2, "c"));
            stage.Produce("t", Batch.Idempotent(id, epoch, 1, "b"));
            stage.Produce("t", Batch.Idempotent(id, epoch, 3, "d"));
            stage.Read("t");
        },
    };

    private static byte[] Plain(string value) => Batch.At(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), value);

    private static byte[] Of((long ProducerId, short Epoch) producer, int sequence, string value) =>
        Batch.Transactional(producer.ProducerId, producer.Epoch, sequence, value);

    private static void Transaction(Stage stage, Action<(long ProducerId, short Epoch)> scenario, int timeoutMs = 30_000)
    {
        stage.CreateTopic("t");
        scenario(stage.Init(transactional: true, timeoutMs: timeoutMs));
    }

    private static void SayEnds(Stage stage) => stage.Say($"ends: {EndOf(stage, 0)} and {EndOf(stage, ReadCommitted)} for read_committed");

    /// <summary>Waits until the coordinator has aborted what is open; a real one looks every ten seconds.</summary>
    private static void AwaitStable(Stage stage)
    {
        Assert.NotEqual(EndOf(stage, 0), EndOf(stage, ReadCommitted));

        // Behind the record and its marker. A broker that is busy answers with an error and -1, which is no end.
        Stage.Until(() => EndOf(stage, ReadCommitted) is > 1 and var stable && stable == EndOf(stage, 0));
    }

    private static long EndOf(Stage stage, sbyte isolation) => stage.Ask<ListOffsetsResponse>(new ListOffsetsRequest
    {
        ReplicaId = -1,
        IsolationLevel = isolation,
        Topics = [new() { Name = stage.Name("t"), Partitions = [new() { Index = 0, Timestamp = -1 }] }],
    }).Topics[0].Partitions[0].Offset;

    private static void InitBadly(Stage stage, string id, int timeoutMs, short epoch = -1)
    {
        InitProducerIdResponse answer = stage.Ask<InitProducerIdResponse>(
            new InitProducerIdRequest { TransactionalId = id, TransactionTimeoutMs = timeoutMs, ProducerEpoch = epoch });
        stage.Say($"init: {answer.ErrorCode}, epoch {answer.ProducerEpoch}");
    }
}
