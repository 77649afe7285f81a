using KafkaGen.Protocol.Messages;

namespace KafkaGen.SimulationTests;

/// <summary>What becomes of answers about the cluster on their way: brokers know of changes at different times, and not all of it.</summary>
internal sealed class MetadataFilter
{
    private const int Remembered = 20;

    private readonly List<MetadataResponse> _earlier = [];

    /// <summary>Until when an answer may be one that was given earlier, by whichever broker.</summary>
    internal long OldUntil { get; set; }

    /// <summary>Until when answers have no partitions, as those of a broker that has just started.</summary>
    internal long EmptyUntil { get; set; }

    /// <summary>How many answers have lost their partitions.</summary>
    internal int Emptied { get; private set; }

    /// <summary>A broker whose address is not told.</summary>
    internal int? Hidden { get; set; }

    /// <summary>What a scenario makes of an answer.</summary>
    internal Func<MetadataResponse, MetadataResponse>? Change { get; set; }

    internal void Heal()
    {
        OldUntil = 0;
        EmptyUntil = 0;
        Hidden = null;
    }

    internal MetadataResponse Pass(MetadataResponse answer, Random random, long now)
    {
        if (_earlier.Count == Remembered)
        {
            _earlier.RemoveAt(0);
        }

        _earlier.Add(answer);
        if (Change is not null)
        {
            return Change(answer);
        }

        if (now < OldUntil && random.Next(2) == 0)
        {
            return _earlier[random.Next(_earlier.Count)];
        }

        bool isEmpty = now < EmptyUntil;
        Emptied += isEmpty ? 1 : 0;
        return !isEmpty && Hidden is null
            ? answer
            : new MetadataResponse
            {
                ClusterId = answer.ClusterId,
                ControllerId = answer.ControllerId,
                Brokers = [.. answer.Brokers.Where(broker => broker.NodeId != Hidden)],
                Topics = [.. answer.Topics.Select(topic => new MetadataResponse.Topic
                {
                    ErrorCode = topic.ErrorCode,
                    Name = topic.Name,
                    TopicId = topic.TopicId,
                    Partitions = isEmpty ? [] : topic.Partitions,
                })],
            };
    }
}
