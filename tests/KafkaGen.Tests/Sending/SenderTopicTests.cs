using KafkaGen.Configuration;
using KafkaGen.Sending;

namespace KafkaGen.Tests.Sending;

/// <summary>What a topic takes of the buffer, and which part of that librdkafka still holds.</summary>
public sealed class SenderTopicTests
{
    private readonly FlushEpochs _epochs = new();
    private readonly SenderTopic _topic;

    public SenderTopicTests() => _topic = new SenderTopic(null!, _epochs, new TopicSettings("t"), telemetry: null!) { MessageTimeoutMs = 1 };

    [Fact]
    public void Records_after_those_that_are_never_reported_count_for_the_next_flush()
    {
        Assert.True(_topic.EnterEpoch().TryEnter());

        _topic.AbandonEpochs();
        FlushEpoch epoch = _topic.EnterEpoch();
        (_, Task drained) = epoch.Close();

        Assert.False(drained.IsCompleted);
        epoch.Leave();
        Assert.True(drained.IsCompleted);
    }

    [Fact]
    public void A_record_that_a_handler_holds_is_not_in_flight()
    {
        _topic.Take(10);
        _topic.Take(20);
        Assert.Equal(2, _topic.InFlight);

        _topic.Hold(20);
        Assert.Equal(1, _topic.InFlight);
        _topic.ReleaseHeld(1, 20);
        Assert.Equal(1, _topic.InFlight);
        _topic.Release(1, 10);
        Assert.Equal(0, _topic.InFlight);
    }

    [Fact]
    public void Records_that_are_never_reported_are_counted_out_once_and_those_that_a_handler_holds_are_not()
    {
        _topic.Take(10);
        _topic.Take(20);
        _topic.Take(40);
        _topic.Hold(20);

        Assert.Equal((2, 50), _topic.TakeUnreported());
        Assert.Equal((0, 0), _topic.TakeUnreported());
        _topic.ReleaseHeld(1, 20);
        Assert.Equal((0, 0), _topic.TakeUnreported());
    }

    [Fact]
    public async Task A_flush_does_not_wait_for_records_that_are_never_reported()
    {
        FlushEpoch epoch = FlushEpoch.FirstOf(_topic, _epochs);
        FlushEpoch other = FlushEpoch.FirstOf(null!, _epochs);
        Assert.True(epoch.TryEnter() && other.TryEnter());
        Task drained = epoch.Close().Drained;
        Task otherDrained = other.Close().Drained;
        Assert.False(drained.IsCompleted);

        _epochs.Abandon(_topic);

        await drained.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(otherDrained.IsCompleted);
    }
}
