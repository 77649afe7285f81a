using System.Buffers;
using KafkaGen.BrokerTests.Model;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>Topics that are missing, deleted, grown and described, and offsets that are looked for.</summary>
internal static class TopicScenarios
{
    public static IReadOnlyDictionary<string, Action<Stage>> All { get; } = new Dictionary<string, Action<Stage>>
    {
        ["produced by id, deleted and created again"] = stage =>
        {
            stage.CreateTopic("t");
            Guid id = Id(stage);
            ProduceById(stage, id);
            Delete(stage, "t");
            Stage.Until(() => Describe(stage, "t").ErrorCode == KafkaErrorCode.UnknownTopicOrPart);
            ProduceById(stage, id);
            stage.CreateTopic("t");
            ProduceById(stage, id);
            ProduceById(stage, Id(stage));
            ProduceById(stage, Guid.Parse("11111111-2222-3333-4444-555555555555"));
        },
        ["partitions that do not exist"] = stage =>
        {
            stage.CreateTopic("t");
            Produce(stage, "t", 1);
            Produce(stage, "missing", 0);
            Fetch(stage, "t", 1, 0);
            Fetch(stage, "missing", 0, 0);
            List(stage, "t", 1, -1);
            List(stage, "missing", 0, -1);
        },
        ["offsets and epochs"] = stage =>
        {
            long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            stage.CreateTopic("t");
            stage.Produce("t", Batch.At(now, "a", "b"));
            stage.Produce("t", Batch.At(now + 10, "c"));
            stage.Produce("t", Batch.At(now + 5, "d"));
            Fetch(stage, "t", 0, 4);
            Fetch(stage, "t", 0, 5);
            Fetch(stage, "t", 0, 0, epoch: 0);
            Fetch(stage, "t", 0, 0, epoch: 7);
            List(stage, "t", 0, -1);
            List(stage, "t", 0, -2);
            List(stage, "t", 0, -3, now);
            List(stage, "t", 0, now, now);
            List(stage, "t", 0, now + 1, now);
            List(stage, "t", 0, now + 11, now);
            EndOfEpoch(stage, 0);
            EndOfEpoch(stage, 5);
        },
        ["topics that are not there"] = stage =>
        {
            stage.Say($"metadata: {Describe(stage, "missing").ErrorCode}");
            Delete(stage, "missing");
            Grow(stage, "missing", 3);
            stage.Say($"configs: {Configs(stage, "missing").ErrorCode}");
        },
        ["growing"] = stage =>
        {
            stage.CreateTopic("t");
            Grow(stage, "t", 1);
            Grow(stage, "t", 0);
            Grow(stage, "t", 3);
            Stage.Until(() => Describe(stage, "t").Partitions.Count == 3);
        },
        ["configuration"] = stage =>
        {
            stage.CreateTopicWith("t", [new() { Name = "min.insync.replicas", Value = "1" }, new() { Name = "max.message.bytes", Value = "5000" }]);
            DescribeConfigsResponse.Result result = Configs(stage, "t", "max.message.bytes", "min.insync.replicas", "retention.ms", "cleanup.policy",
                "message.timestamp.type", "message.timestamp.before.max.ms", "message.timestamp.after.max.ms", "segment.bytes");
            foreach (DescribeConfigsResponse.Config config in result.Configs.OrderBy(config => config.Name, StringComparer.Ordinal))
            {
                stage.Say($"{config.Name} = {config.Value} ({config.ConfigSource})");
            }
        },
        ["ids that belong to no topic"] = stage =>
        {
            Guid unknown = Guid.Parse("11111111-2222-3333-4444-555555555555");
            stage.CreateTopic("t");
            ProduceById(stage, Guid.Empty);
            FetchById(stage, Guid.Empty);
            FetchById(stage, unknown);
            FetchById(stage, Id(stage));
            DescribeById(stage, unknown);
            DescribeById(stage, Id(stage));
            DeleteById(stage, unknown);
            DeleteById(stage, Id(stage));
            DeleteById(stage, Guid.Empty);
        },
        ["only validated"] = stage =>
        {
            stage.CreateTopic("t");
            CreateTopicsRequest create = new() { ValidateOnly = true, Topics = [new() { Name = stage.Name("new"), NumPartitions = 2, ReplicationFactor = 1 }] };
            CreateTopicsResponse.Topic created = stage.Ask<CreateTopicsResponse>(create).Topics[0];
            stage.Say($"create: {created.ErrorCode}, {created.NumPartitions} partitions");
            create.Topics[0].Name = stage.Name("t");
            stage.Say($"create: {stage.Ask<CreateTopicsResponse>(create).Topics[0].ErrorCode}");
            Grow(stage, "t", 5, validateOnly: true);
            Grow(stage, "t", 1, validateOnly: true);
            stage.Say($"metadata: {Describe(stage, "new").ErrorCode}, {Describe(stage, "t").Partitions.Count} partitions");
        },
        ["the same topic twice in a request"] = stage =>
        {
            CreateTopicsRequest.Topic Topic(string name) => new() { Name = stage.Name(name), NumPartitions = 1, ReplicationFactor = 1 };
            foreach (CreateTopicsResponse.Topic topic in stage.Ask<CreateTopicsResponse>(
                new CreateTopicsRequest { Topics = [Topic("twice"), Topic("once"), Topic("twice")] }).Topics.OrderBy(topic => topic.Name, StringComparer.Ordinal))
            {
                stage.Say($"create {topic.Name.Split('-')[0]}: {topic.ErrorCode}");
            }
        },
    };

    private static MetadataResponse.Topic Describe(Stage stage, string topic) => stage.Ask<MetadataResponse>(new MetadataRequest
    {
        Topics = [new() { Name = stage.Name(topic) }],
        AllowAutoTopicCreation = false,
    }).Topics[0];

    private static Guid Id(Stage stage) => Describe(stage, "t").TopicId;

    private static void ProduceById(Stage stage, Guid id)
    {
        ProduceResponse.Partition answer = stage.Ask<ProduceResponse>(new ProduceRequest
        {
            Acks = -1,
            TimeoutMs = 10_000,
            Topics = [new() { TopicId = id, Partitions = [new() { Records = new ReadOnlySequence<byte>(Now("a")) }] }],
        }).Topics[0].Partitions[0];
        stage.Say($"produce by id: {answer.ErrorCode} at {answer.BaseOffset}");
    }

    private static byte[] Now(string value) => Batch.At(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), value);

    private static void Produce(Stage stage, string topic, int partition)
    {
        ProduceResponse.Partition answer = stage.Ask<ProduceResponse>(
            new ProduceRequest
            {
                Acks = -1,
                TimeoutMs = 10_000,
                Topics = [new() { Name = stage.Name(topic), Partitions = [new() { Index = partition, Records = new ReadOnlySequence<byte>(Now("a")) }] }],
            },
            version: 12).Topics[0].Partitions[0];
        stage.Say($"produce: {answer.ErrorCode} at {answer.BaseOffset}");
    }

    private static void Fetch(Stage stage, string topic, int partition, long offset, int epoch = -1)
    {
        FetchResponse.Partition answer = stage.Ask<FetchResponse>(
            new FetchRequest
            {
                Topics =
                [
                    new()
                    {
                        Name = stage.Name(topic),
                        Partitions = [new() { Index = partition, FetchOffset = offset, CurrentLeaderEpoch = epoch, MaxBytes = 1 << 20 }],
                    },
                ],
            },
            version: 12).Topics[0].Partitions[0];
        stage.Say($"fetch: {answer.ErrorCode}, high {answer.HighWatermark}, {answer.Records.GetValueOrDefault().Length} bytes");
    }

    private static void List(Stage stage, string topic, int partition, long timestamp, long since = 0)
    {
        ListOffsetsResponse.Partition answer = stage.Ask<ListOffsetsResponse>(new ListOffsetsRequest
        {
            ReplicaId = -1,
            Topics = [new() { Name = stage.Name(topic), Partitions = [new() { Index = partition, Timestamp = timestamp }] }],
        }).Topics[0].Partitions[0];
        stage.Say($"list: {answer.ErrorCode} {answer.Offset} {(answer.Timestamp < 0 ? answer.Timestamp : answer.Timestamp - since)} epoch {answer.LeaderEpoch}");
    }

    private static void EndOfEpoch(Stage stage, int epoch)
    {
        OffsetForLeaderEpochResponse.Partition answer = stage.Ask<OffsetForLeaderEpochResponse>(new OffsetForLeaderEpochRequest
        {
            ReplicaId = -1,
            Topics = [new() { Name = stage.Name("t"), Partitions = [new() { Index = 0, LeaderEpoch = epoch }] }],
        }).Topics[0].Partitions[0];
        stage.Say($"end of epoch: {answer.ErrorCode} {answer.LeaderEpoch} {answer.EndOffset}");
    }

    private static void Delete(Stage stage, string topic)
    {
        KafkaErrorCode error = stage.Ask<DeleteTopicsResponse>(new DeleteTopicsRequest { TimeoutMs = 10_000, Topics = [new() { Name = stage.Name(topic) }] })
            .Topics[0].ErrorCode;
        stage.Say($"delete: {error}");
    }

    private static void FetchById(Stage stage, Guid id)
    {
        FetchResponse answer = stage.Ask<FetchResponse>(
            new FetchRequest { Topics = [new() { TopicId = id, Partitions = [new() { MaxBytes = 1 << 20 }] }] });
        stage.Say($"fetch by id: {answer.ErrorCode}, {string.Join(',', answer.Topics.SelectMany(topic => topic.Partitions).Select(one => one.ErrorCode))}");
    }

    private static void DescribeById(Stage stage, Guid id)
    {
        MetadataResponse.Topic topic = stage.Ask<MetadataResponse>(
            new MetadataRequest { Topics = [new() { Name = null, TopicId = id }], AllowAutoTopicCreation = false }).Topics[0];
        stage.Say($"metadata by id: {topic.ErrorCode}, {(topic.Name is null ? "without" : "with")} name, {topic.Partitions.Count} partitions");
    }

    private static void DeleteById(Stage stage, Guid id)
    {
        DeleteTopicsResponse.Topic topic = stage.Ask<DeleteTopicsResponse>(
            new DeleteTopicsRequest { TimeoutMs = 10_000, Topics = [new() { Name = null, TopicId = id }] }).Topics[0];
        stage.Say($"delete by id: {topic.ErrorCode}, {(topic.Name is null ? "without" : "with")} name");
    }

    private static void Grow(Stage stage, string topic, int count, bool validateOnly = false)
    {
        KafkaErrorCode error = stage.Ask<CreatePartitionsResponse>(new CreatePartitionsRequest
        {
            TimeoutMs = 10_000,
            ValidateOnly = validateOnly,
            Topics = [new() { Name = stage.Name(topic), Count = count }],
        }).Results[0].ErrorCode;
        stage.Say($"grow: {error}");
    }

    private static DescribeConfigsResponse.Result Configs(Stage stage, string topic, params string[] names) =>
        stage.Ask<DescribeConfigsResponse>(new DescribeConfigsRequest
        {
            Resources = [new() { ResourceType = 2, ResourceName = stage.Name(topic), ConfigurationKeys = names.Length > 0 ? names : null }],
        }).Results[0];
}
