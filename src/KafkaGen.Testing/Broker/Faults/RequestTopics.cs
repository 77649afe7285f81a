using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;
using KafkaGen.Testing.Broker.Topics;

namespace KafkaGen.Testing.Broker.Faults;

/// <summary>Which topics a request is about.</summary>
internal static class RequestTopics
{
    /// <summary>Whether a request is about a topic, by name or by its present id. Metadata without names is about all.</summary>
    public static bool Include(PendingRequest request, string topic) =>
        request.Body is MetadataRequest { Topics: null } || Of(request).Contains(topic);

    /// <summary>The names of the topics that a request names, by name or by id. An id that belongs to no topic has no name.</summary>
    public static IReadOnlyList<string> Of(PendingRequest request)
    {
        TopicCatalog topics = request.Connection.Topics;
        IEnumerable<string?> names = request.Body switch
        {
            ProduceRequest body => body.Topics.Select(one => Name(topics, one.Name, one.TopicId)),
            FetchRequest body => body.Topics.Select(one => Name(topics, one.Name, one.TopicId)),
            MetadataRequest body => body.Topics?.Select(one => Name(topics, one.Name, one.TopicId)) ?? [],
            ListOffsetsRequest body => body.Topics.Select(one => one.Name),
            OffsetForLeaderEpochRequest body => body.Topics.Select(one => one.Name),
            AddPartitionsToTxnRequest body => body.Topics.Concat(body.Transactions.SelectMany(one => one.Topics)).Select(one => one.Name),
            TxnOffsetCommitRequest body => body.Topics.Select(one => one.Name),
            OffsetCommitRequest body => body.Topics.Select(one => Name(topics, one.Name, one.TopicId)),
            CreateTopicsRequest body => body.Topics.Select(one => one.Name),
            CreatePartitionsRequest body => body.Topics.Select(one => one.Name),
            DeleteTopicsRequest body => body.TopicNames.Concat(body.Topics.Select(one => Name(topics, one.Name, one.TopicId))),
            _ => [],
        };
        return [.. names.OfType<string>().Distinct()];
    }

    private static string? Name(TopicCatalog topics, string? name, Guid id) => string.IsNullOrEmpty(name) ? topics.Find(id)?.Name : name;
}
