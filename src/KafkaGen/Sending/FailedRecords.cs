using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>A record that never had room.</summary>
internal sealed class FailedWaiter(TopicLane topic, Func<DeliveryFailure> copy) : FailedRecords(topic, count: 1)
{
    internal override IEnumerable<DeliveryFailure> Copy() => [copy()];

    protected override void GiveBack()
    {
    }
}

/// <summary>Accepted records that failed, and that no caller awaits: what the application's failure handler is told of. They keep their room until they were read.</summary>
/// <param name="topic">Their topic.</param>
/// <param name="count">How many they are.</param>
internal abstract class FailedRecords(TopicLane topic, int count)
{
    private int _isReleased;
    private int _isLeft;

    internal TopicLane Topic => topic;

    /// <summary>How many of them are not handled.</summary>
    internal int Left { get; private set; } = count;

    /// <summary>Copies the records. Once, before <see cref="Release"/>.</summary>
    internal abstract IEnumerable<DeliveryFailure> Copy();

    /// <summary>One of them is handled.</summary>
    internal void OnHandled() => Left--;

    /// <summary>Gives their room back, if that was not done.</summary>
    internal void Release()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            GiveBack();
        }
    }

    /// <summary>Nobody will handle them any more.</summary>
    /// <returns>Whether it is the first call.</returns>
    internal bool TryLeave() => Interlocked.Exchange(ref _isLeft, 1) == 0;

    /// <summary>Gives their room back.</summary>
    protected abstract void GiveBack();
}
