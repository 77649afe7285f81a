using System.Globalization;
using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Security;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Tells the configuration of topics, and of brokers what clients ask for.</summary>
internal sealed class ConfigHandler(Cluster cluster)
{
    private const sbyte TopicResource = 2;
    private const sbyte BrokerResource = 4;
    private const sbyte SetForTopic = 1;
    private const sbyte SetForBrokers = 4;
    private const sbyte DefaultOfKafka = 5;

    public DescribeConfigsResponse Describe(PendingRequest request, DescribeConfigsRequest body)
    {
        DescribeConfigsResponse response = new();
        foreach (DescribeConfigsRequest.Resource resource in body.Resources)
        {
            DescribeConfigsResponse.Result result = new() { ResourceType = resource.ResourceType, ResourceName = resource.ResourceName };
            response.Results.Add(result);
            switch (resource.ResourceType)
            {
                case TopicResource:
                    DescribeTopic(request, resource, result);
                    break;
                case BrokerResource:
                    DescribeBroker(request, resource, result);
                    break;
                default:
                    result.ErrorCode = KafkaErrorCode.InvalidRequest;
                    result.ErrorMessage = $"Unsupported resource type {resource.ResourceType}";
                    break;
            }
        }

        return response;
    }

    private void DescribeTopic(PendingRequest request, DescribeConfigsRequest.Resource resource, DescribeConfigsResponse.Result result)
    {
        if (!cluster.Authorization.Allows(request, Operation.DescribeConfigs, ResourceKind.Topic, resource.ResourceName))
        {
            result.ErrorCode = KafkaErrorCode.TopicAuthorizationFailed;
            return;
        }

        if (cluster.Topics.Find(resource.ResourceName) is not { } topic)
        {
            result.ErrorCode = KafkaErrorCode.UnknownTopicOrPart;
            result.ErrorMessage = "This server does not host this topic-partition.";
            return;
        }

        foreach (string name in Wanted(resource, TopicConfiguration.Names))
        {
            sbyte source = topic.Configuration.IsOwn(name) ? SetForTopic : topic.Configuration.IsClusters(name) ? SetForBrokers : DefaultOfKafka;
            result.Configs.Add(new DescribeConfigsResponse.Config { Name = name, Value = topic.Configuration[name], ConfigSource = source });
        }
    }

    private void DescribeBroker(PendingRequest request, DescribeConfigsRequest.Resource resource, DescribeConfigsResponse.Result result)
    {
        if (!cluster.Authorization.Allows(request, Operation.DescribeConfigs, ResourceKind.Cluster, ""))
        {
            result.ErrorCode = KafkaErrorCode.ClusterAuthorizationFailed;
            return;
        }

        ClusterSettings settings = cluster.Settings;
        SortedDictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["auto.create.topics.enable"] = settings.AutoCreateTopics ? "true" : "false",
            ["broker.id"] = resource.ResourceName,
            ["default.replication.factor"] = settings.DefaultReplicationFactor.ToString(CultureInfo.InvariantCulture),
            ["message.max.bytes"] = settings.TopicDefaults.GetValueOrDefault("max.message.bytes") ?? "1048588",
            ["min.insync.replicas"] = settings.TopicDefaults.GetValueOrDefault("min.insync.replicas") ?? "1",
            ["num.partitions"] = settings.DefaultPartitions.ToString(CultureInfo.InvariantCulture),
            ["transaction.max.timeout.ms"] = ((long)settings.MaxTransactionTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        };
        foreach (string name in Wanted(resource, values.Keys))
        {
            result.Configs.Add(new DescribeConfigsResponse.Config { Name = name, Value = values[name], ReadOnly = true, ConfigSource = SetForBrokers });
        }
    }

    private static IEnumerable<string> Wanted(DescribeConfigsRequest.Resource resource, IEnumerable<string> names) =>
        resource.ConfigurationKeys is { Length: > 0 } keys ? names.Where(keys.Contains) : names;
}
