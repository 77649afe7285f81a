using System.Reflection;

namespace KafkaGen.ProtocolTests.Java;

/// <summary>What Kafka's message definitions call the properties that are named otherwise here.</summary>
internal static class KafkaNames
{
    private const string Messages = "KafkaGen.Protocol.Messages.";

    private static readonly Dictionary<string, string> s_others = new()
    {
        ["AddPartitionsToTxnRequest.ProducerEpoch"] = "v3AndBelowProducerEpoch",
        ["AddPartitionsToTxnRequest.ProducerId"] = "v3AndBelowProducerId",
        ["AddPartitionsToTxnRequest.Topics"] = "v3AndBelowTopics",
        ["AddPartitionsToTxnRequest.TransactionalId"] = "v3AndBelowTransactionalId",
        ["AddPartitionsToTxnResponse.Topics"] = "resultsByTopicV3AndBelow",
        ["AddPartitionsToTxnResponse.Transactions"] = "resultsByTransaction",
        ["AddPartitionsToTxnResponse.Partition.ErrorCode"] = "partitionErrorCode",
        ["AddPartitionsToTxnResponse.Topic.Partitions"] = "resultsByPartition",
        ["AddPartitionsToTxnResponse.Transaction.Topics"] = "topicResults",
        ["DeleteTopicsResponse.Topics"] = "responses",
        ["FetchRequest.ForgottenTopics"] = "forgottenTopicsData",
        ["FetchRequest.ForgottenTopic.Name"] = "topic",
        ["FetchRequest.Partition.Index"] = "partition",
        ["FetchRequest.Partition.MaxBytes"] = "partitionMaxBytes",
        ["FetchRequest.Topic.Name"] = "topic",
        ["FetchResponse.Topics"] = "responses",
        ["FetchResponse.Topic.Name"] = "topic",
        ["OffsetFetchRequest.GroupTopic.Partitions"] = "partitionIndexes",
        ["OffsetFetchRequest.Topic.Partitions"] = "partitionIndexes",
        ["OffsetForLeaderEpochRequest.Partition.Index"] = "partition",
        ["OffsetForLeaderEpochRequest.Topic.Name"] = "topic",
        ["OffsetForLeaderEpochResponse.Partition.Index"] = "partition",
        ["OffsetForLeaderEpochResponse.Topic.Name"] = "topic",
        ["ProduceRequest.Topics"] = "topicData",
        ["ProduceRequest.Topic.Partitions"] = "partitionData",
        ["ProduceResponse.Topics"] = "responses",
        ["ProduceResponse.RecordError.Message"] = "batchIndexErrorMessage",
        ["ProduceResponse.Topic.Partitions"] = "partitionResponses",
        ["ProduceRequest.Partition.Index"] = "index",
        ["ProduceResponse.Partition.Index"] = "index",
    };

    public static string Of(PropertyInfo property)
    {
        string structure = property.DeclaringType!.FullName![Messages.Length..].Replace('+', '.');
        return s_others.TryGetValue($"{structure}.{property.Name}", out string? name) ? name
            : property.Name == "Index" ? "partitionIndex"
            : char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
    }
}
