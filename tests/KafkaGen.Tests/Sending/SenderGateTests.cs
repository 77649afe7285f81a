using KafkaGen.Sending;

namespace KafkaGen.Tests.Sending;

public sealed class SenderGateTests
{
    private readonly SenderGate _gate = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_gate_that_is_closed_several_times_is_empty_when_the_last_one_has_left(int times)
    {
        Assert.True(_gate.TryEnter());
        Assert.True(_gate.TryEnter());

        Task[] closed = [.. Enumerable.Range(0, times).Select(_ => _gate.CloseAsync())];

        Assert.True(_gate.IsClosed);
        Assert.False(_gate.TryEnter());
        _gate.Leave();
        Assert.DoesNotContain(closed, each => each.IsCompleted);
        _gate.Leave();
        Assert.All(closed, each => Assert.True(each.IsCompletedSuccessfully));
        Assert.True(_gate.IsEmpty);
    }

    [Fact]
    public void An_empty_gate_is_closed_at_once_and_stays_closed()
    {
        Assert.True(_gate.CloseAsync().IsCompletedSuccessfully);
        Assert.True(_gate.CloseAsync().IsCompletedSuccessfully);

        Assert.False(_gate.TryEnter());
        Assert.True(_gate.IsClosed && _gate.IsEmpty);
    }
}
