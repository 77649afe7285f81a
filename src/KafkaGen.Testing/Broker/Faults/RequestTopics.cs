using KafkaGen.Protocol.Messages;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Broker.Faults;

/// <summary>Which topics a request is about.</summary>
internal static class RequestTopics
{
    /// <summary>Whether a request names a topic, by name or by its present id.</summary>
    public static bool Names(PendingRequest request, string topic)
    {
        Guid? id = request.Connection.Topics.Find(topic)?.Id;
        return request.Body switch
        {
            ProduceRequest body => body.Topics.Exists(one => one.Name == topic || one.TopicId == id),
            FetchRequest body => body.Topics.Exists(one => one.Name == topic || one.TopicId == id),
            MetadataRequest body => body.Topics?.Exists(one => one.Name == topic || one.TopicId == id) ?? true,
            ListOffsetsRequest body => body.Topics.Exists(one => one.Name == topic),
            AddPartitionsToTxnRequest body => body.Topics.Exists(one => one.Name == topic),
            TxnOffsetCommitRequest body => body.Topics.Exists(one => one.Name == topic),
            OffsetCommitRequest body => body.Topics.Exists(one => one.Name == topic),
            _ => false,
        };
    }
}
