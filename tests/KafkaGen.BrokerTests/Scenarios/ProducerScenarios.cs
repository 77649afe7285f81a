using System.Buffers.Binary;
using KafkaGen.BrokerTests.Model;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>What a producer may do to a broker.</summary>
internal static class ProducerScenarios
{
    public static IReadOnlyDictionary<string, Action<Stage>> All { get; } = new Dictionary<string, Action<Stage>>
    {
        ["plain records"] = stage =>
        {
            stage.CreateTopic("t");
            stage.Produce("t", Batch.At(Now, "a", "b"));
            stage.Produce("t", Batch.At(Now, "c"), version: 3);
            stage.Produce("t", Batch.At(Now, "d"), version: 8, acks: 1);
            stage.Read("t");
        },
        ["acks of 2"] = stage =>
        {
            stage.CreateTopic("t");
            stage.Produce("t", Batch.At(Now, "a"), acks: 2);
        },
        ["flipped bit"] = stage => Broken(stage, batch => batch[^1] ^= 1, sign: false),
        ["count larger than records"] = stage => Broken(stage, batch => BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), 5)),
        ["last offset delta larger than count"] = stage => Broken(stage, batch => BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), 5)),
        ["no records"] = stage => Broken(stage, batch => BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), 0)),
        ["control batch"] = stage => Broken(stage, batch => batch[22] |= 0x20),
        ["transactional without a producer"] = stage => Broken(stage, batch => batch[22] |= 0x10),
        ["magic 1"] = stage => Broken(stage, batch => batch[16] = 1),
        ["log append time by the client"] = stage => Broken(stage, batch => batch[22] |= 0x08),
        ["negative base sequence"] = stage =>
        {
            stage.CreateTopic("t");
            (long id, short epoch) = stage.Init(transactional: false);
            stage.Produce("t", Batch.Idempotent(id, epoch, -1, "a"));
        },
        ["two batches"] = stage =>
        {
            stage.CreateTopic("t");
            stage.Produce("t", [.. Batch.At(Now, "a"), .. Batch.At(Now, "b")]);
        },
        ["nothing"] = stage =>
        {
            stage.CreateTopic("t");
            stage.Produce("t", []);
        },
        ["zstd in version 6"] = stage =>
        {
            stage.CreateTopic("t");
            stage.Produce("t", Batch.Changed(Batch.At(Now, "a"), batch => batch[22] |= 4), version: 6);
        },
        ["too large"] = stage =>
        {
            stage.CreateTopic("t", ("max.message.bytes", "200"));
            stage.Produce("t", Batch.At(Now, new string('x', 300)));
            stage.Produce("t", Batch.At(Now, "small"));
        },
        ["timestamps out of range"] = stage =>
        {
            stage.CreateTopic("t", ("message.timestamp.before.max.ms", "60000"), ("message.timestamp.after.max.ms", "60000"));
            stage.Produce("t", Batch.At(Now - 120_000, "old", "old"));
            stage.Produce("t", Batch.At(Now + 120_000, "early"));
            stage.Produce("t", Batch.At(Now, "in time"));
            stage.Read("t");
        },
        ["far future by default"] = stage =>
        {
            stage.CreateTopic("t");
            stage.Produce("t", Batch.At(Now + 7_200_000, "early"));
            stage.Produce("t", Batch.At(0, "old"));
        },
        ["log append time"] = stage =>
        {
            stage.CreateTopic("t", ("message.timestamp.type", "LogAppendTime"));
            stage.Produce("t", Batch.At(5, "a"));
            stage.Read("t");
        },
        ["compacted without a key"] = stage =>
        {
            stage.CreateTopic("t", ("cleanup.policy", "compact"));
            using RecordBatchBuilder builder = new();
            builder.Append(Now, "k"u8.ToArray(), "v"u8.ToArray(), []);
            builder.Append(Now, NullableBytes.Null, "v"u8.ToArray(), []);
            stage.Produce("t", builder.ToArray(new RecordBatchHeader { ProducerId = -1, ProducerEpoch = -1, BaseSequence = -1 }));
        },
        ["duplicates of five batches"] = stage => Idempotent(stage, id =>
        {
            for (int sequence = 0; sequence < 6; sequence++)
            {
                stage.Produce("t", Batch.Idempotent(id, 0, sequence, $"{sequence}"));
            }

            for (int sequence = 5; sequence >= 0; sequence--)
            {
                stage.Produce("t", Batch.Idempotent(id, 0, sequence, $"{sequence}"));
            }
        }),
        ["duplicate of another length"] = stage => Idempotent(stage, id =>
        {
            stage.Produce("t", Batch.Idempotent(id, 0, 0, "a", "b"));
            stage.Produce("t", Batch.Idempotent(id, 0, 0, "a"));
            stage.Produce("t", Batch.Idempotent(id, 0, 1, "b"));
        }),
        ["gap"] = stage => Idempotent(stage, id =>
        {
            stage.Produce("t", Batch.Idempotent(id, 0, 0, "a"));
            stage.Produce("t", Batch.Idempotent(id, 0, 2, "c"));
            stage.Produce("t", Batch.Idempotent(id, 0, 1, "b"));
        }),
        ["unknown producer begins later"] = stage => Idempotent(stage, id => stage.Produce("t", Batch.Idempotent(id, 0, 9, "a"))),
        ["new epoch"] = stage => Idempotent(stage, id =>
        {
            stage.Produce("t", Batch.Idempotent(id, 0, 0, "a"));
            stage.Produce("t", Batch.Idempotent(id, 1, 1, "b"));
            stage.Produce("t", Batch.Idempotent(id, 1, 0, "b"));
            stage.Produce("t", Batch.Idempotent(id, 0, 1, "c"));
            stage.Produce("t", Batch.Idempotent(id, 0, 0, "a"));
        }),
        ["sequence wraps"] = stage => Idempotent(stage, id =>
        {
            stage.Produce("t", Batch.Idempotent(id, 0, int.MaxValue - 1, "a"));
            stage.Produce("t", Batch.Idempotent(id, 0, int.MaxValue, "b", "c"));
            stage.Produce("t", Batch.Idempotent(id, 0, int.MaxValue, "b", "c"));
            stage.Produce("t", Batch.Idempotent(id, 0, 1, "d"));
        }),
        ["commit of version 1"] = stage => Transaction(stage, producer =>
        {
            stage.AddPartition("t", producer);
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 0, "a"), version: 11, transactionalId: stage.TransactionalId);
            stage.End(producer, commit: true);
            stage.Read("t", committed: true);
            stage.End(producer, commit: true);
            stage.End(producer, commit: false);
        }),
        ["abort of version 1, then commit"] = stage => Transaction(stage, producer =>
        {
            stage.AddPartition("t", producer);
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 0, "a"), version: 11, transactionalId: stage.TransactionalId);
            stage.End(producer, commit: false);
            stage.AddPartition("t", producer);
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 1, "b"), version: 11, transactionalId: stage.TransactionalId);
            stage.End(producer, commit: true);
            stage.Read("t", committed: true);
        }),
        ["end without partitions, version 1"] = stage => Transaction(stage, producer =>
        {
            stage.End(producer, commit: true);
            stage.End(producer, commit: false);
        }),
        ["partition not added"] = stage => Transaction(stage, producer =>
        {
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 0, "a"), version: 11, transactionalId: stage.TransactionalId);
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 0, "a"), version: 10, transactionalId: stage.TransactionalId);
        }),
        ["plain batch inside a transaction"] = stage => Transaction(stage, producer =>
        {
            stage.AddPartition("t", producer);
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 0, "a"), version: 11, transactionalId: stage.TransactionalId);
            stage.Produce("t", Batch.Idempotent(producer.ProducerId, producer.Epoch, 1, "b"), version: 11);
        }),
        ["partition that does not exist"] = stage => Transaction(stage, producer => stage.AddPartition("missing", producer)),
        ["wrong producer id and epoch"] = stage => Transaction(stage, producer =>
        {
            stage.AddPartition("t", (producer.ProducerId + 1_000_000, producer.Epoch));
            stage.AddPartition("t", (producer.ProducerId, (short)(producer.Epoch + 1)));
            stage.AddPartition("t", (producer.ProducerId, (short)(producer.Epoch + 1)), version: 1);
            stage.End((producer.ProducerId + 1_000_000, producer.Epoch), commit: true);
            stage.End((producer.ProducerId, (short)(producer.Epoch + 1)), commit: true);
            stage.End((producer.ProducerId, (short)(producer.Epoch + 1)), commit: true, version: 1);
        }),
        ["fenced by a second producer"] = stage => Transaction(stage, producer =>
        {
            stage.AddPartition("t", producer);
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 0, "zombie"), version: 11, transactionalId: stage.TransactionalId);
            (long id, short epoch) = stage.Init(transactional: true);
            stage.End(producer, commit: true);
            stage.AddPartition("t", producer);
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 1, "zombie"), version: 11, transactionalId: stage.TransactionalId);
            stage.AddPartition("t", (id, epoch));
            stage.Produce("t", Batch.Transactional(id, epoch, 0, "new"), version: 11, transactionalId: stage.TransactionalId);
            stage.End((id, epoch), commit: true);
            stage.Read("t", committed: true);
        }),
        ["raised epoch and its repetition"] = stage => Transaction(stage, producer =>
        {
            (long ProducerId, short Epoch) raised = stage.Init(transactional: true, present: producer);
            stage.Init(transactional: true, present: producer);
            stage.Init(transactional: true, present: raised);
            stage.Init(transactional: true, present: producer);
        }),
        ["commit of version 2"] = stage => Transaction(stage, producer =>
        {
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 0, "a"), transactionalId: stage.TransactionalId);
            EndTxnResponse ended = stage.End(producer, commit: true, version: 5);
            stage.Read("t", committed: true);
            stage.End(producer, commit: true, version: 5);
            stage.End(producer, commit: false, version: 5);
            stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 1, "late"), transactionalId: stage.TransactionalId);
            stage.Produce("t", Batch.Transactional(ended.ProducerId, ended.ProducerEpoch, 0, "b"), transactionalId: stage.TransactionalId);
            stage.End((ended.ProducerId, ended.ProducerEpoch), commit: false, version: 5);
            stage.Read("t", committed: true);
        }),
        ["end without partitions, version 2"] = stage => Transaction(stage, producer =>
        {
            stage.End(producer, commit: true, version: 5);
            EndTxnResponse ended = stage.End(producer, commit: false, version: 5);
            stage.End(producer, commit: false, version: 5);
            stage.End((ended.ProducerId, ended.ProducerEpoch), commit: false, version: 5);
        }),
        ["version 2 begins later"] = stage => Transaction(
            stage,
            producer => stage.Produce("t", Batch.Transactional(producer.ProducerId, producer.Epoch, 3, "a"), transactionalId: stage.TransactionalId)),
        ["transaction timeout too long"] = stage =>
        {
            stage.Init(transactional: true, timeoutMs: 3_600_000);
        },
        ["topic created wrongly"] = stage =>
        {
            Create(stage, "no/good", 1, 1);
            Create(stage, "t", 0, 1);
            Create(stage, "t", 1, 0);
            Create(stage, "t", 1, 9);
            Create(stage, "t", 1, 1, ("min.insync.replicas", "none"));
            Create(stage, "t", 1, 1, ("retention.msec", "1"));
            Create(stage, "t.a", 1, 1);
            Create(stage, "t.a", 1, 1);
            Create(stage, "t_a", 1, 1);
        },
    };

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static void Broken(Stage stage, Action<byte[]> breakIt, bool sign = true)
    {
        stage.CreateTopic("t");
        byte[] batch = Batch.At(Now, "a", "b");
        if (sign)
        {
            Batch.Changed(batch, breakIt);
        }
        else
        {
            breakIt(batch);
        }

        stage.Produce("t", batch);
        stage.Read("t");
    }

    private static void Idempotent(Stage stage, Action<long> scenario)
    {
        stage.CreateTopic("t");
        (long id, _) = stage.Init(transactional: false);
        scenario(id);
        stage.Read("t");
    }

    private static void Transaction(Stage stage, Action<(long ProducerId, short Epoch)> scenario)
    {
        stage.CreateTopic("t");
        scenario(stage.Init(transactional: true));
    }

    private static void Create(Stage stage, string topic, int partitions, short replicas, params (string Name, string Value)[] configuration)
    {
        KafkaErrorCode error = stage.Ask<CreateTopicsResponse>(new CreateTopicsRequest
        {
            Topics =
            [
                new()
                {
                    Name = stage.Name(topic),
                    NumPartitions = partitions,
                    ReplicationFactor = replicas,
                    Configs = [.. configuration.Select(pair => new CreateTopicsRequest.Config { Name = pair.Name, Value = pair.Value })],
                },
            ],
        }).Topics[0].ErrorCode;
        stage.Say($"create: {error}");
    }
}
