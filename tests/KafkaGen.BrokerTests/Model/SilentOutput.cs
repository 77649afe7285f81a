using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.BrokerTests.Model;

/// <summary>A client that only counts.</summary>
internal sealed class SilentOutput : IConnectionOutput
{
    public int Answers { get; private set; }

    public bool IsClosed { get; private set; }

    public void Send(ReadOnlyMemory<byte> answer) => Answers++;

    public void Close() => IsClosed = true;

    public void Pause()
    {
        // It takes as many answers as there are requests.
    }

    public void Resume()
    {
        // It never paused.
    }
}
