using KafkaGen.Connections;
using KafkaGen.Protocol;

namespace KafkaGen.Sending.Brain;

/// <summary>A connection, or the attempt at one, between the brain and its socket: what its threads see goes into the inbox of the loop.</summary>
internal sealed class LoopConnection(BrainLoop loop) : SenderConnection, IConnectionEvents
{
    private BrokerConnection? _connection;

    /// <summary>The attempt, which the loop looks after while it lasts.</summary>
    internal ConnectionAttempt? Attempt { get; set; }

    internal override void Send(Request request, short version, int correlationId) => _connection!.Send(request, version, correlationId);

    internal override void Close() => _connection!.Close();

    public void Failed(string reason) => loop.Post(new LoopEvent(LoopEventKind.ConnectFailed, this, reason));

    public void Connected(BrokerConnection connection)
    {
        _connection = connection;
        loop.Post(new LoopEvent(LoopEventKind.Connected, this));
    }

    public void Received(byte[] frame, int length) => loop.Post(new LoopEvent(LoopEventKind.Received, this, frame, length));

    public void Written(int correlationId) => loop.Post(new LoopEvent(LoopEventKind.Written, this, Number: correlationId));

    public void Closed(string reason) => loop.Post(new LoopEvent(LoopEventKind.Disconnected, this, reason));
}
