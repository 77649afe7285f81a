using KafkaGen.Accumulating;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.Sending.Brain;

/// <summary>Produce requests from batches, and the way back from an answer to its batch.</summary>
internal static class ProduceRequests
{
    /// <summary>The last version that names topics; later ones have their ids.</summary>
    internal const short LastWithNames = 12;

    /// <summary>Seals the batches, and puts them into one request.</summary>
    internal static ProduceRequest Make(List<(PartitionSender Partition, ProducerBatch Batch)> batches, BrainSettings settings)
    {
        ProduceRequest request = new() { Acks = settings.Acks, TimeoutMs = (int)settings.RequestTimeout };
        Dictionary<TopicSender, ProduceRequest.Topic> topics = [];
        foreach ((PartitionSender partition, ProducerBatch batch) in batches)
        {
            TopicSender topic = partition.Topic;
            if (!topics.TryGetValue(topic, out ProduceRequest.Topic? list))
            {
                list = new ProduceRequest.Topic { Name = topic.Name, TopicId = topic.Id };
                topics.Add(topic, list);
                request.Topics.Add(list);
            }

            ProducerIdentity identity = settings.IsIdempotent ? partition.Identity : ProducerIdentity.None;
            int sequence = settings.IsIdempotent ? batch.Delivery.Sequence : -1;
            list.Partitions.Add(new ProduceRequest.Partition
            {
                Index = partition.Index,
                Records = batch.Seal(identity.Id, identity.Epoch, sequence, isTransactional: false),
            });
        }

        return request;
    }

    /// <summary>The batch that an answer is for; -1 when none is. Answers come in any order, most of them in that of the request.</summary>
    internal static int Find(List<(PartitionSender Partition, ProducerBatch Batch)> batches, int guess, ProduceResponse.Topic topic, int index)
    {
        if (guess < batches.Count && Is(batches[guess].Partition, topic, index))
        {
            return guess;
        }

        return batches.FindIndex(sent => Is(sent.Partition, topic, index));
    }

    /// <summary>What the broker says about an error, and of which record.</summary>
    internal static string? MessageOf(ProduceResponse.Partition answer) => answer.RecordErrors.Count == 0
        ? answer.ErrorMessage
        : $"{answer.ErrorMessage}; its record {answer.RecordErrors[0].BatchIndex}: {answer.RecordErrors[0].Message}";

    private static bool Is(PartitionSender partition, ProduceResponse.Topic topic, int index) => partition.Index == index
        && (topic.TopicId != Guid.Empty ? partition.Topic.Id == topic.TopicId : partition.Topic.Name == topic.Name);
}
