using KafkaGen.Accumulating;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.Sending.Brain;

/// <summary>Produce requests from batches, and what their answers say.</summary>
internal static class ProduceRequests
{
    /// <summary>The last version that names topics; later ones have their ids.</summary>
    internal const short LastWithNames = 12;

    /// <summary>Seals the batches, and puts them into one request.</summary>
    internal static ProduceRequest Make(List<(PartitionSender Partition, ProducerBatch Batch)> batches, BrainSettings settings)
    {
        ProduceRequest request = new() { Acks = settings.Acks, TimeoutMs = (int)settings.RequestTimeout };
        Dictionary<TopicSender, ProduceRequest.Topic> topics = [];
        TopicSender? last = null;
        ProduceRequest.Topic? list = null;
        foreach ((PartitionSender partition, ProducerBatch batch) in batches)
        {
            TopicSender topic = partition.Topic;
            if (topic != last)
            {
                last = topic;
                if (!topics.TryGetValue(topic, out list))
                {
                    list = new ProduceRequest.Topic { Name = topic.Name, TopicId = topic.Id };
                    topics.Add(topic, list);
                    request.Topics.Add(list);
                }
            }

            ProducerIdentity identity = settings.IsIdempotent ? partition.Identity : ProducerIdentity.None;
            int sequence = settings.IsIdempotent ? batch.Delivery.Sequence : -1;
            list!.Partitions.Add(new ProduceRequest.Partition
            {
                Index = partition.Index,
                Records = batch.Seal(identity.Id, identity.Epoch, sequence),
            });
        }

        return request;
    }

    /// <summary>What the broker says about an error, and of which record.</summary>
    internal static string? MessageOf(ProduceResponse.Partition answer) => answer.RecordErrors.Count == 0
        ? answer.ErrorMessage
        : $"{answer.ErrorMessage}; its record {answer.RecordErrors[0].BatchIndex}: {answer.RecordErrors[0].Message}";
}
