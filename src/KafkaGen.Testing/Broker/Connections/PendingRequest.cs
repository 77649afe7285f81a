using KafkaGen.Protocol;

namespace KafkaGen.Testing.Broker.Connections;

/// <summary>A request on its way through a broker: answered at once, later, or never.</summary>
internal sealed class PendingRequest(Connection connection, RequestHeader header, Request body, TimeSpan arrived)
{
    private bool _isAnswered;

    public Connection Connection { get; } = connection;

    public RequestHeader Header { get; } = header;

    public Request Body { get; } = body;

    public TimeSpan Arrived { get; } = arrived;

    public short Version => Header.Version;

    public BrokerNode Broker => Connection.Broker;

    /// <summary>Added to the time of the answer by a fault or a quota.</summary>
    public TimeSpan AnswerDelay { get; set; }

    /// <summary>The request is carried out, but its answer and all behind it are lost.</summary>
    public bool LosesAnswer { get; set; }

    /// <summary>The request is carried out, but this is its answer.</summary>
    public Response? Instead { get; set; }

    /// <summary>The connection is cut instead of answering.</summary>
    public bool ClosesInstead { get; set; }

    /// <summary>The connection is cut once the answer is sent.</summary>
    public bool ClosesAfterAnswer { get; set; }

    /// <summary>Called when nobody waits for the answer any more.</summary>
    public Action? Abandoned { get; set; }

    public void Answer(Response response)
    {
        if (!_isAnswered)
        {
            _isAnswered = true;
            Connection.Answered(this, Instead ?? response);
        }
    }

    /// <summary>The request has no answer (acks=0): the next one may come.</summary>
    public void AnswerNothing()
    {
        if (!_isAnswered)
        {
            _isAnswered = true;
            Connection.Answered(this, null);
        }
    }
}
