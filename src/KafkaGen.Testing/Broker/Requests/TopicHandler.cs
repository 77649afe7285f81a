using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Creates, grows and deletes topics for admin clients.</summary>
internal sealed class TopicHandler(Cluster cluster)
{
    private const sbyte SetForTopic = 1;
    private const sbyte DefaultOfKafka = 5;

    public CreateTopicsResponse Create(PendingRequest request, CreateTopicsRequest body)
    {
        CreateTopicsResponse response = new();

        // A topic that is named twice is refused, and answered once.
        foreach (CreateTopicsRequest.Topic wanted in body.Topics.DistinctBy(topic => topic.Name))
        {
            CreateTopicsResponse.Topic result = new() { Name = wanted.Name, Configs = null };
            response.Topics.Add(result);
            if (!cluster.Authorization.Allows(request, Operation.Create, ResourceKind.Topic, wanted.Name))
            {
                result.ErrorCode = KafkaErrorCode.TopicAuthorizationFailed;
                result.ErrorMessage = "Authorization failed.";
                continue;
            }

            if (body.Topics.Count(other => other.Name == wanted.Name) > 1)
            {
                result.ErrorCode = KafkaErrorCode.InvalidRequest;
                result.ErrorMessage = "Duplicate topic name.";
                continue;
            }

            (result.ErrorCode, result.ErrorMessage) = Create(wanted, body.ValidateOnly, result);
        }

        return response;
    }

    public CreatePartitionsResponse Grow(PendingRequest request, CreatePartitionsRequest body)
    {
        CreatePartitionsResponse response = new();
        foreach (CreatePartitionsRequest.Topic wanted in body.Topics)
        {
            CreatePartitionsResponse.Result result = new() { Name = wanted.Name };
            response.Results.Add(result);
            if (!cluster.Authorization.Allows(request, Operation.Alter, ResourceKind.Topic, wanted.Name))
            {
                result.ErrorCode = KafkaErrorCode.TopicAuthorizationFailed;
            }
            else if (cluster.Topics.Find(wanted.Name) is not { } topic)
            {
                result.ErrorCode = KafkaErrorCode.UnknownTopicOrPart;
                result.ErrorMessage = "This server does not host this topic-partition.";
            }
            else if (wanted.Count <= topic.Partitions.Count)
            {
                result.ErrorCode = KafkaErrorCode.InvalidPartitions;
                result.ErrorMessage = $"The topic {wanted.Name} currently has {topic.Partitions.Count} partition(s); {wanted.Count} would not be an increase.";
            }
            else if (wanted.Count - topic.Partitions.Count > TopicCatalog.MaxPartitions)
            {
                result.ErrorCode = KafkaErrorCode.PolicyViolation;
                result.ErrorMessage = "Excessively large number of partitions per request.";
            }
            else if (!body.ValidateOnly)
            {
                cluster.Topics.Grow(topic, wanted.Count);
            }
        }

        return response;
    }

    public DeleteTopicsResponse Delete(PendingRequest request, DeleteTopicsRequest body)
    {
        DeleteTopicsResponse response = new();
        foreach (string name in body.TopicNames)
        {
            response.Topics.Add(Delete(request, name, Guid.Empty));
        }

        foreach (DeleteTopicsRequest.Topic topic in body.Topics)
        {
            response.Topics.Add(Delete(request, topic.Name, topic.TopicId));
        }

        return response;
    }

    private (KafkaErrorCode, string?) Create(CreateTopicsRequest.Topic wanted, bool validateOnly, CreateTopicsResponse.Topic result)
    {
        int partitions = wanted.NumPartitions;
        int replicas = wanted.ReplicationFactor;
        List<int[]>? assignment = null;
        if (wanted.Assignments.Count > 0)
        {
            assignment = [.. wanted.Assignments.OrderBy(part => part.Index).Select(part => part.BrokerIds)];
            if (assignment.Exists(brokers => brokers.Length == 0 || brokers.Any(id => id < 1 || id > cluster.Brokers.Count)))
            {
                return (KafkaErrorCode.InvalidReplicaAssignment, "The manual partition assignment includes a broker that does not exist.");
            }

            (partitions, replicas) = (assignment.Count, assignment[0].Length);
        }

        // -1 asks for the cluster's default (KIP-464).
        partitions = partitions == -1 ? cluster.Settings.DefaultPartitions : partitions;
        replicas = replicas == -1 ? cluster.Settings.DefaultReplicationFactor : replicas;
        List<KeyValuePair<string, string?>> configuration = [.. wanted.Configs.Select(config => KeyValuePair.Create(config.Name, config.Value))];
        (KafkaErrorCode error, string? message) = cluster.Topics.CheckNew(wanted.Name, partitions, replicas, configuration);
        if (error != KafkaErrorCode.None)
        {
            return (error, message);
        }

        result.NumPartitions = partitions;
        result.ReplicationFactor = (short)replicas;
        if (validateOnly)
        {
            return (KafkaErrorCode.None, null);
        }

        Topic topic = cluster.Topics.Create(wanted.Name, partitions, replicas, configuration, assignment);
        result.TopicId = topic.Id;
        result.Configs =
        [
            .. TopicConfiguration.Names.Select(name => new CreateTopicsResponse.Config
            {
                Name = name, Value = topic.Configuration[name], ConfigSource = topic.Configuration.IsOwn(name) ? SetForTopic : DefaultOfKafka,
            }),
        ];
        return (KafkaErrorCode.None, null);
    }

    private DeleteTopicsResponse.Topic Delete(PendingRequest request, string? name, Guid id)
    {
        Topic? topic = name is null ? cluster.Topics.Find(id) : cluster.Topics.Find(name);
        DeleteTopicsResponse.Topic result = new() { Name = name ?? topic?.Name, TopicId = topic?.Id ?? id };
        if (result.Name is not null && !cluster.Authorization.Allows(request, Operation.Delete, ResourceKind.Topic, result.Name))
        {
            result.ErrorCode = KafkaErrorCode.TopicAuthorizationFailed;
        }
        else if (name is null && id == Guid.Empty)
        {
            result.ErrorCode = KafkaErrorCode.InvalidRequest;
            result.ErrorMessage = "Neither topic name nor id were specified.";
        }
        else if (topic is null)
        {
            result.ErrorCode = name is null ? KafkaErrorCode.UnknownTopicId : KafkaErrorCode.UnknownTopicOrPart;
            result.ErrorMessage = "This server does not host this topic-partition.";
        }
        else
        {
            cluster.Topics.Delete(topic);
        }

        return result;
    }
}
