using System.Buffers;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Records;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.BrokerTests.Model;

/// <summary>A model of a cluster in virtual time, and short ways to ask it the usual things.</summary>
internal sealed class TestCluster
{
    /// <summary>A moment in 2026, in which virtual time begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<int, ModelClient> _clients = [];

    public TestCluster(Func<ClusterSettings>? settings = null, int brokers = 3)
    {
        Model = new Cluster(settings?.Invoke() ?? new ClusterSettings { Brokers = brokers, StartedAt = Start });
        Model.Logged += Log.Add;
    }

    public Cluster Model { get; }

    public List<string> Log { get; } = [];

    public TimeSpan Now { get; private set; }

    /// <summary>The wall clock of the model.</summary>
    public long Time => Model.WallClock;

    public void Advance(TimeSpan by)
    {
        Now += by;
        Model.Advance(Now);
    }

    public void Do(Action<Cluster> change) => Model.Change(Now, () => change(Model));

    public Partition Create(string topic, int partitions = 1, int replicas = 1, params (string Name, string Value)[] configuration)
    {
        Do(model => model.Topics.Create(
            topic, partitions, replicas, configuration.Select(pair => KeyValuePair.Create<string, string?>(pair.Name, pair.Value))));
        return Partition(topic);
    }

    public Partition Partition(string topic, int index = 0) => Model.Topics.Find(topic)!.Find(index)!;

    /// <summary>A connection to a broker, the same for each.</summary>
    public ModelClient Client(int broker = 1)
    {
        if (!_clients.TryGetValue(broker, out ModelClient? client) || client.IsClosed)
        {
            client = new ModelClient(this, broker);
            _clients[broker] = client;
        }

        return client;
    }

    public ModelClient Leader(string topic, int partition = 0) => Client(Partition(topic, partition).Leader!.Value);

    public ModelClient Coordinator(string key) => Client(Model.CoordinatorOf(key)!.Id);

    /// <summary>Sends a batch to a partition's leader.</summary>
    public ProduceResponse.Partition Produce(
        string topic, ReadOnlyMemory<byte> batch, int partition = 0, short acks = -1, short? version = null, string? transactionalId = null) =>
        Leader(topic, partition).Ask<ProduceResponse>(ProduceRequest(topic, batch, partition, acks, version, transactionalId), version)
            .Topics[0].Partitions[0];

    public ProduceRequest ProduceRequest(
        string topic, ReadOnlyMemory<byte> batch, int partition = 0, short acks = -1, short? version = null, string? transactionalId = null)
    {
        bool byId = version is null or >= 13;
        return new ProduceRequest
        {
            TransactionalId = transactionalId,
            Acks = acks,
            TimeoutMs = 30_000,
            Topics =
            [
                new ProduceRequest.Topic
                {
                    Name = byId ? "" : topic,
                    TopicId = byId ? Model.Topics.Find(topic)?.Id ?? Guid.Empty : Guid.Empty,
                    Partitions = [new ProduceRequest.Partition { Index = partition, Records = new ReadOnlySequence<byte>(batch) }],
                },
            ],
        };
    }

    public FetchRequest FetchRequest(
        string topic, long offset = 0, int partition = 0, bool committed = false, int minBytes = 1, int maxWaitMs = 0) => new()
        {
            MaxWaitMs = maxWaitMs,
            MinBytes = minBytes,
            IsolationLevel = committed ? (sbyte)1 : (sbyte)0,
            Topics =
            [
                new FetchRequest.Topic
                {
                    TopicId = Model.Topics.Find(topic)?.Id ?? Guid.Empty,
                    Partitions = [new FetchRequest.Partition { Index = partition, FetchOffset = offset, MaxBytes = 1 << 20 }],
                },
            ],
        };

    public FetchResponse.Partition Fetch(string topic, long offset = 0, int partition = 0, bool committed = false) =>
        Leader(topic, partition).Ask<FetchResponse>(FetchRequest(topic, offset, partition, committed)).Topics[0].Partitions[0];

    /// <summary>The values that a partition has, control records left out.</summary>
    public List<string> Values(string topic, int partition = 0, bool committed = false)
    {
        FetchResponse.Partition fetched = Fetch(topic, Partition(topic, partition).Log.Start, partition, committed);
        List<string> values = [];
        RecordBatches batches = new(fetched.Records!.Value.ToArray());
        while (batches.MoveNext())
        {
            RecordBatch batch = batches.Current;
            RecordBatchHeader header = batch.Header;
            if (header.IsControl || IsAborted(fetched, header))
            {
                continue;
            }

            foreach (RecordView record in batch.ReadRecords())
            {
                values.Add(System.Text.Encoding.UTF8.GetString(record.Value.Span));
            }
        }

        return values;
    }

    /// <summary>What a read_committed consumer leaves out; these tests have one transaction a producer at a time.</summary>
    private bool IsAborted(FetchResponse.Partition fetched, RecordBatchHeader header) =>
        header.IsTransactional && fetched.AbortedTransactions is { } aborted
        && aborted.Exists(one => one.ProducerId == header.ProducerId && one.FirstOffset <= header.BaseOffset)
        && !CommittedBetween(fetched, header);

    private static bool CommittedBetween(FetchResponse.Partition fetched, RecordBatchHeader header)
    {
        // The next marker of the producer decides.
        RecordBatches batches = new(fetched.Records!.Value.ToArray());
        while (batches.MoveNext())
        {
            RecordBatch batch = batches.Current;
            if (batch.Header.IsControl && batch.Header.ProducerId == header.ProducerId && batch.Header.BaseOffset > header.BaseOffset)
            {
                RecordEnumerator records = batch.ReadRecords();
                return records.MoveNext() && EndTransactionMarker.Read(records.Current)!.Value.IsCommit;
            }
        }

        return false;
    }
}
