using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Tells of brokers, topics and leaders.</summary>
internal sealed class MetadataHandler(Cluster cluster)
{
    private const short FirstVersionWithTopicIds = 10;

    // Bits by the operations' numbers: those that a topic has, and those that a cluster has.
    private const int AllTopicOperations = 0x0DF8;
    private const int AllClusterOperations = 0x1FA0;

    public MetadataResponse Describe(PendingRequest request, MetadataRequest body)
    {
        MetadataResponse response = new() { ClusterId = cluster.Id, ControllerId = cluster.Controller?.Id ?? -1 };
        foreach (BrokerNode broker in cluster.Brokers)
        {
            if (broker.IsUp)
            {
                response.Brokers.Add(new MetadataResponse.Broker { NodeId = broker.Id, Host = broker.Host, Port = broker.Port, Rack = broker.Rack });
            }
        }

        // In version 0 no topic means all.
        if (body.Topics is null || (request.Version == 0 && body.Topics.Count == 0))
        {
            foreach (Topic topic in cluster.Topics.All)
            {
                if (cluster.Authorization.Allows(request, Operation.Describe, ResourceKind.Topic, topic.Name))
                {
                    response.Topics.Add(Describe(request, body, topic));
                }
            }
        }
        else
        {
            foreach (MetadataRequest.Topic asked in body.Topics)
            {
                response.Topics.Add(Describe(request, body, asked));
            }
        }

        if (request.Version is >= 8 and <= 10 && body.IncludeClusterAuthorizedOperations)
        {
            response.ClusterAuthorizedOperations = AllClusterOperations;
        }

        return response;
    }

    public DescribeClusterResponse DescribeCluster(DescribeClusterRequest body)
    {
        DescribeClusterResponse response = new() { ClusterId = cluster.Id, ControllerId = cluster.Controller?.Id ?? -1 };
        foreach (BrokerNode broker in cluster.Brokers)
        {
            if (broker.IsUp)
            {
                response.Brokers.Add(new DescribeClusterResponse.Broker
                {
                    BrokerId = broker.Id,
                    Host = broker.Host,
                    Port = broker.Port,
                    Rack = broker.Rack,
                });
            }
        }

        if (body.IncludeClusterAuthorizedOperations)
        {
            response.ClusterAuthorizedOperations = AllClusterOperations;
        }

        return response;
    }

    private MetadataResponse.Topic Describe(PendingRequest request, MetadataRequest body, MetadataRequest.Topic asked)
    {
        if (string.IsNullOrEmpty(asked.Name) && request.Version >= FirstVersionWithTopicIds && asked.TopicId != Guid.Empty)
        {
            return cluster.Topics.Find(asked.TopicId) is { } byId
                ? Describe(request, body, byId)
                : new MetadataResponse.Topic { Name = request.Version >= 12 ? null : "", TopicId = asked.TopicId, ErrorCode = KafkaErrorCode.UnknownTopicId };
        }

        string name = asked.Name ?? "";
        if (!cluster.Authorization.Allows(request, Operation.Describe, ResourceKind.Topic, name))
        {
            return new MetadataResponse.Topic { Name = name, ErrorCode = KafkaErrorCode.TopicAuthorizationFailed };
        }

        if (cluster.Topics.Find(name) is { } topic)
        {
            return Describe(request, body, topic);
        }

        if (!TopicName.IsLegal(name))
        {
            return new MetadataResponse.Topic { Name = name, ErrorCode = KafkaErrorCode.TopicException };
        }

        if (!cluster.Settings.AutoCreateTopics || !body.AllowAutoTopicCreation)
        {
            return new MetadataResponse.Topic { Name = name, ErrorCode = KafkaErrorCode.UnknownTopicOrPart };
        }

        return CreateAutomatically(request, body, name);
    }

    private MetadataResponse.Topic CreateAutomatically(PendingRequest request, MetadataRequest body, string name)
    {
        if (!cluster.Authorization.Allows(request, Operation.Create, ResourceKind.Topic, name))
        {
            return new MetadataResponse.Topic { Name = name, ErrorCode = KafkaErrorCode.TopicAuthorizationFailed };
        }

        int replicas = Math.Min(cluster.Settings.DefaultReplicationFactor, cluster.Brokers.Count);
        (KafkaErrorCode error, _) = cluster.Topics.CheckNew(name, cluster.Settings.DefaultPartitions, replicas, []);
        return error == KafkaErrorCode.None
            ? Describe(request, body, cluster.Topics.Create(name, cluster.Settings.DefaultPartitions, replicas, []))
            : new MetadataResponse.Topic { Name = name, ErrorCode = error };
    }

    private MetadataResponse.Topic Describe(PendingRequest request, MetadataRequest body, Topic topic)
    {
        MetadataResponse.Topic described = new() { Name = topic.Name, TopicId = topic.Id, ErrorCode = topic.MetadataError };
        if (request.Version >= 8 && body.IncludeTopicAuthorizedOperations)
        {
            described.TopicAuthorizedOperations = AllTopicOperations;
        }

        if (topic.MetadataError != KafkaErrorCode.None)
        {
            return described;
        }

        foreach (Partition partition in topic.Partitions)
        {
            described.Partitions.Add(new MetadataResponse.Partition
            {
                ErrorCode = partition.Leader is null ? KafkaErrorCode.LeaderNotAvailable : KafkaErrorCode.None,
                Index = partition.Index,
                LeaderId = partition.Leader ?? -1,
                LeaderEpoch = partition.LeaderEpoch,
                ReplicaNodes = [.. partition.Replicas.Select(replica => replica.Broker)],
                IsrNodes = [.. partition.Replicas.Where(replica => replica.IsInSync).Select(replica => replica.Broker)],
                OfflineReplicas = [.. partition.Replicas.Where(replica => !cluster.IsUp(replica.Broker)).Select(replica => replica.Broker)],
            });
        }

        return described;
    }
}
