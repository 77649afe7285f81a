using System.Buffers;
using System.Diagnostics;
using KafkaGen.BrokerTests.Model;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>One broker, and what it answers to a scenario, in lines that do not name what differs from run to run: ids, times, topics.</summary>
internal sealed class Stage : IDisposable
{
    private const sbyte GroupKey = 0;

    // A real broker with three nodes on a busy machine takes its time.
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(1);

    private readonly RawClient _client;
    private readonly string _unique = Guid.NewGuid().ToString("N")[..8];
    private readonly List<string> _lines = [];

    public Stage(string bootstrapServer) => _client = new RawClient(bootstrapServer);

    /// <summary>What was answered, line by line.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public string TransactionalId => $"tx-{_unique}";

    public string Group => $"group-{_unique}";

    public void Dispose() => _client.Dispose();

    public void Say(FormattableString line) => _lines.Add(FormattableString.Invariant(line));

    public TResponse Ask<TResponse>(Request request, short? version = null)
        where TResponse : Response => _client.Ask<TResponse>(request, version);

    public string Name(string topic) => $"{topic}-{_unique}";

    /// <summary>Never deleted for its age: a scenario's records have a fixed time, and a real broker looks 30 s after its start, then every 5 minutes.</summary>
    public static CreateTopicsRequest.Config KeepsOldRecords => new() { Name = "retention.ms", Value = "-1" };

    public void CreateTopic(string topic, params (string Name, string Value)[] configuration) =>
        CreateTopicWith(topic, [KeepsOldRecords, .. configuration.Select(pair => new CreateTopicsRequest.Config { Name = pair.Name, Value = pair.Value })]);

    /// <summary>Creates a topic with this configuration and no other.</summary>
    public void CreateTopicWith(string topic, List<CreateTopicsRequest.Config> configuration)
    {
        CreateTopicsResponse created = Ask<CreateTopicsResponse>(new CreateTopicsRequest
        {
            Topics =
            [
                new()
                {
                    Name = Name(topic),
                    NumPartitions = 1,
                    ReplicationFactor = 1,
                    Configs = configuration,
                },
            ],
        });
        Assert.Equal(KafkaErrorCode.None, created.Topics[0].ErrorCode);

        // A real broker tells of its topic a moment before it leads it.
        Until(() => Ask<ListOffsetsResponse>(new ListOffsetsRequest
        {
            ReplicaId = -1,
            Topics = [new() { Name = Name(topic), Partitions = [new() { Index = 0, Timestamp = -1 }] }],
        }).Topics[0].Partitions[0].ErrorCode == KafkaErrorCode.None);
    }

    public ProduceResponse.Partition Produce(string topic, byte[] batch, short version = 12, short acks = -1, string? transactionalId = null)
    {
        ProduceResponse.Partition answer = Ask<ProduceResponse>(
            new ProduceRequest
            {
                TransactionalId = transactionalId,
                Acks = acks,
                TimeoutMs = 10_000,
                Topics = [new() { Name = Name(topic), Partitions = [new() { Index = 0, Records = new ReadOnlySequence<byte>(batch) }] }],
            },
            version).Topics[0].Partitions[0];
        Say($"produce: {answer.ErrorCode} at {answer.BaseOffset}, {(answer.LogAppendTimeMs >= 0 ? "with" : "without")} time, blames {string.Join(',', answer.RecordErrors.Select(record => record.BatchIndex))}");
        return answer;
    }

    public (long ProducerId, short Epoch) Init(bool transactional, (long ProducerId, short Epoch)? present = null, int timeoutMs = 30_000)
    {
        InitProducerIdRequest request = new()
        {
            TransactionalId = transactional ? TransactionalId : null,
            TransactionTimeoutMs = timeoutMs,
            ProducerId = present?.ProducerId ?? -1,
            ProducerEpoch = present?.Epoch ?? -1,
        };
        if (transactional)
        {
            AwaitCoordinator(TransactionalId, type: 1);
        }

        InitProducerIdResponse answer = Ask<InitProducerIdResponse>(request);
        Until(() =>
        {
            // How often depends on how fast markers are written.
            answer = answer.ErrorCode is KafkaErrorCode.ConcurrentTransactions or KafkaErrorCode.CoordinatorLoadInProgress or KafkaErrorCode.NotCoordinator
                ? Ask<InitProducerIdResponse>(request)
                : answer;
            return answer.ErrorCode is not (KafkaErrorCode.ConcurrentTransactions or KafkaErrorCode.CoordinatorLoadInProgress or KafkaErrorCode.NotCoordinator);
        });
        Say($"init: {answer.ErrorCode}, epoch {answer.ProducerEpoch}, {(present?.ProducerId == answer.ProducerId ? "same" : "another")} id");
        return (answer.ProducerId, answer.ProducerEpoch);
    }

    public KafkaErrorCode AddPartition(string topic, (long ProducerId, short Epoch) producer, short version = 3)
    {
        AddPartitionsToTxnRequest request = new()
        {
            TransactionalId = TransactionalId,
            ProducerId = producer.ProducerId,
            ProducerEpoch = producer.Epoch,
            Topics = [new() { Name = Name(topic), Partitions = [0] }],
        };
        KafkaErrorCode error = default;
        Until(() =>
        {
            error = Ask<AddPartitionsToTxnResponse>(request, version).Topics[0].Partitions[0].ErrorCode;
            return error != KafkaErrorCode.ConcurrentTransactions;
        });
        Say($"add: {error}");
        return error;
    }

    public EndTxnResponse End((long ProducerId, short Epoch) producer, bool commit, short version = 4)
    {
        EndTxnRequest request = new()
        {
            TransactionalId = TransactionalId,
            ProducerId = producer.ProducerId,
            ProducerEpoch = producer.Epoch,
            Committed = commit,
        };
        EndTxnResponse answer = new();
        Until(() =>
        {
            answer = Ask<EndTxnResponse>(request, version);
            return answer.ErrorCode != KafkaErrorCode.ConcurrentTransactions;
        });
        Say($"end: {answer.ErrorCode}, epoch {answer.ProducerEpoch}, {(producer.ProducerId == answer.ProducerId ? "same" : "another")} id");
        return answer;
    }

    /// <summary>Says what a consumer reads, once it has come to the end and, when it reads only what is committed, nothing is undecided.</summary>
    public void Read(string topic, bool committed = false)
    {
        // Markers come a moment after the answer, and a real broker reads one segment at a time.
        FetchResponse.Partition read = new();
        List<string> values = [];
        SortedSet<long> aborted = [];
        long next = 0;
        Until(() =>
        {
            read = Fetch(topic, next, committed);
            next = Unpack(read, next, values);
            aborted.UnionWith((read.AbortedTransactions ?? []).Select(one => one.FirstOffset));
            return next >= read.HighWatermark && (!committed || read.LastStableOffset >= read.HighWatermark);
        });

        Say($"read: {read.ErrorCode}, high {read.HighWatermark}, stable {read.LastStableOffset}, aborted from {string.Join(',', aborted)}: {string.Join("; ", values)}");
    }

    /// <summary>Waits until a real broker has made the coordinator's topic and loaded it.</summary>
    public void AwaitCoordinator(string key, sbyte type)
    {
        Until(() => Ask<FindCoordinatorResponse>(new FindCoordinatorRequest { KeyType = type, CoordinatorKeys = [key] })
            .Coordinators[0].ErrorCode == KafkaErrorCode.None);
        if (type == GroupKey)
        {
            Until(() => Ask<OffsetFetchResponse>(new OffsetFetchRequest { Groups = [new() { GroupId = key, Topics = [] }] })
                .Groups[0].ErrorCode == KafkaErrorCode.None);
        }
        else
        {
            // It is named before it has read what it knew: this asks it to end what nobody has begun.
            Until(() => Ask<EndTxnResponse>(new EndTxnRequest { TransactionalId = key, ProducerId = 0, ProducerEpoch = 0 })
                .ErrorCode is not (KafkaErrorCode.NotCoordinator or KafkaErrorCode.CoordinatorNotAvailable or KafkaErrorCode.CoordinatorLoadInProgress));
        }
    }

    /// <summary>Asks again until an answer is what it must become.</summary>
    public static void Until(Func<bool> isTrue)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!isTrue())
        {
            Assert.True(waited.Elapsed < s_bound, "The broker did not come so far.");
        }
    }

    private static long Unpack(FetchResponse.Partition read, long next, List<string> values)
    {
        RecordBatches batches = new(read.Records.GetValueOrDefault().ToArray());
        while (batches.MoveNext())
        {
            RecordBatch batch = batches.Current;
            next = batch.Header.LastOffset + 1;
            RecordEnumerator records = batch.ReadRecords();
            while (records.MoveNext())
            {
                string value = batch.Header.IsControl
                    ? EndTransactionMarker.Read(records.Current)!.Value.IsCommit ? "(commit)" : "(abort)"
                    : System.Text.Encoding.UTF8.GetString(records.Current.Value.Span);
                values.Add($"{batch.OffsetOf(records.Current)} {value} e{batch.Header.ProducerEpoch} {batch.Header.Attributes}");
            }
        }

        return next;
    }

    private FetchResponse.Partition Fetch(string topic, long offset, bool committed) => Ask<FetchResponse>(
        new FetchRequest
        {
            // The broker waits for more, where more is waited for, and does not have to be asked again and again.
            MaxWaitMs = 100,
            MinBytes = 1,
            IsolationLevel = committed ? (sbyte)1 : (sbyte)0,
            Topics = [new() { Name = Name(topic), Partitions = [new() { Index = 0, FetchOffset = offset, MaxBytes = 1 << 20 }] }],
        },
        version: 12).Topics[0].Partitions[0];
}
