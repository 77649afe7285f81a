using KafkaGen.Protocol;
using KafkaGen.Protocol.Primitives;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.BrokerTests.Model;

/// <summary>A client of the model: one connection to one broker, on which requests go as bytes and answers come back as objects.</summary>
internal sealed class ModelClient : IConnectionOutput
{
    private readonly TestCluster _cluster;
    private readonly Queue<(Api Api, short Version, int CorrelationId)> _asked = new();
    private readonly Queue<Response> _answers = new();
    private Connection _connection;
    private int _correlationId;

    public ModelClient(TestCluster cluster, int broker, string clientId = "test")
    {
        _cluster = cluster;
        ClientId = clientId;
        _connection = cluster.Model.Connect(broker, this, cluster.Now) ?? throw new InvalidOperationException($"Broker {broker} is down.");
    }

    public string ClientId { get; }

    public bool IsClosed { get; private set; }

    public bool IsPaused { get; private set; }

    public int AnswerCount => _answers.Count;

    /// <summary>Asks in the newest version unless another is named, and expects the answer at once.</summary>
    public TResponse Ask<TResponse>(Request request, short? version = null)
        where TResponse : Response
    {
        Send(request, version);
        Assert.True(_answers.Count == 1, $"{request.Api.Name} has {_answers.Count} answers.");
        return Next<TResponse>();
    }

    public void Send(Request request, short? version = null)
    {
        short chosen = version ?? request.Api.MaxVersion;
        using ProtocolWriter writer = new();
        MessageFrame.WriteRequest(writer, request, chosen, ++_correlationId, ClientId);
        _asked.Enqueue((request.Api, chosen, _correlationId));
        SendBytes(writer.ToArray().AsMemory(MessageFrame.LengthSize));
    }

    public void SendBytes(ReadOnlyMemory<byte> frame) => _cluster.Model.Receive(_connection, frame, _cluster.Now);

    public TResponse Next<TResponse>()
        where TResponse : Response => Assert.IsType<TResponse>(_answers.Dequeue());

    public void Leave(bool carriesOut) => _cluster.Model.Disconnected(_connection, _cluster.Now, carriesOut);

    public void Reconnect(int broker)
    {
        _asked.Clear();
        _answers.Clear();
        IsClosed = false;
        _connection = _cluster.Model.Connect(broker, this, _cluster.Now) ?? throw new InvalidOperationException($"Broker {broker} is down.");
    }

    void IConnectionOutput.Send(ReadOnlyMemory<byte> answer)
    {
        ReadOnlyMemory<byte> frame = answer[MessageFrame.LengthSize..];
        int correlationId = MessageFrame.ReadCorrelationId(frame);
        (Api api, short version, int asked) = _asked.Dequeue();
        while (asked != correlationId && _asked.Count > 0)
        {
            // Without an answer: acks=0.
            (api, version, asked) = _asked.Dequeue();
        }

        Assert.Equal(asked, correlationId);
        _answers.Enqueue(MessageFrame.ReadResponse(frame, api, version));
    }

    void IConnectionOutput.Close() => IsClosed = true;

    void IConnectionOutput.Pause() => IsPaused = true;

    void IConnectionOutput.Resume() => IsPaused = false;
}
