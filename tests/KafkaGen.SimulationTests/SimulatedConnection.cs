using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;
using KafkaGen.Protocol.Records;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.SimulationTests;

/// <summary>
/// A connection between the brain and a broker of the model. As over TCP, bytes arrive in order, late, or not at all; those that were written when it is cut may still arrive.
/// </summary>
internal sealed class SimulatedConnection(SimulatedNetwork network, int broker) : SenderConnection, IConnectionOutput
{
    // Requests that are written, or wait for it: their memory is read as late as possible, as a socket with a full buffer would.
    private readonly Queue<Outgoing> _outgoing = new();
    private readonly Dictionary<int, Outgoing> _arrived = [];
    private Connection? _remote;
    private long _lastArrivalThere;
    private long _lastArrivalHere;
    private bool _isClosedHere;
    private bool _isClosedThere;

    internal int Broker => broker;

    internal bool IsOpen => !_isClosedHere && !_isClosedThere;

    internal void Accept(Connection remote) => _remote = remote;

    internal override void Send(Request request, short version, int correlationId)
    {
        if (_isClosedHere)
        {
            return;
        }

        Outgoing outgoing = new(request, version, correlationId);
        _outgoing.Enqueue(outgoing);
        long at = network.ArrivalAt(broker, _lastArrivalThere);
        _lastArrivalThere = at;
        network.Timeline.At(at, () => Arrive(outgoing));
    }

    internal override void Close() => Cut("the client closed it");

    /// <summary>Ends it for both sides, each of which learns of it in its own time.</summary>
    internal void Cut(string reason)
    {
        if (_isClosedHere)
        {
            return;
        }

        _isClosedHere = true;
        network.Forget(this);

        // What the system had taken already may still arrive, up to some request.
        int written = network.Random.Next(_outgoing.Count + 1);
        int index = 0;
        foreach (Outgoing outgoing in _outgoing)
        {
            if (index++ < written)
            {
                outgoing.Write(network);
            }
            else
            {
                outgoing.IsLost = true;
            }
        }

        long now = network.Clock.Milliseconds;
        network.Timeline.At(now + network.Random.Next(3), () => network.Brain.Closed(this, reason, network.Clock.Milliseconds));
        network.Timeline.At(Math.Max(_lastArrivalThere, now) + network.Random.Next(5), CloseThere);
    }

    void IConnectionOutput.Send(ReadOnlyMemory<byte> answer)
    {
        if (_isClosedHere)
        {
            return;
        }

        long at = network.ArrivalAt(broker, _lastArrivalHere);
        _lastArrivalHere = at;
        ReadOnlyMemory<byte> frame = Shuffled(answer[MessageFrame.LengthSize..]);
        network.Timeline.At(at, () =>
        {
            if (!_isClosedHere)
            {
                network.Brain.Received(this, frame, network.Clock.Milliseconds);
            }
        });
    }

    void IConnectionOutput.Close()
    {
        _isClosedThere = true;
        network.Timeline.At(Math.Max(_lastArrivalHere, network.Clock.Milliseconds) + network.Random.Next(3), () => Cut("the broker closed it"));
    }

    private void Arrive(Outgoing outgoing)
    {
        if (_outgoing.TryPeek(out Outgoing? first) && first == outgoing)
        {
            _outgoing.Dequeue();
        }

        if (outgoing.IsLost || _isClosedThere)
        {
            return;
        }

        byte[] frame = outgoing.Write(network);
        _arrived[outgoing.CorrelationId] = outgoing;
        network.Cluster.Receive(_remote!, frame.AsMemory(MessageFrame.LengthSize), network.Clock.Span);
        if (outgoing.Request is ProduceRequest { Acks: 0 } && !_isClosedHere)
        {
            network.Brain.Written(this, outgoing.CorrelationId, network.Clock.Milliseconds);
        }
    }

    // The partitions of an answer come in any order.
    private ReadOnlyMemory<byte> Shuffled(ReadOnlyMemory<byte> frame)
    {
        int correlationId = MessageFrame.ReadCorrelationId(frame);
        if (!_arrived.Remove(correlationId, out Outgoing? asked) || asked.Request is not ProduceRequest
            || MessageFrame.ReadResponse(frame, ApiCatalog.Produce, asked.Version) is not ProduceResponse response)
        {
            return frame;
        }

        foreach (ProduceResponse.Topic topic in response.Topics)
        {
            network.Random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(topic.Partitions));
        }

        using ProtocolWriter writer = new();
        MessageFrame.WriteResponse(writer, response, asked.Version, correlationId);
        return writer.ToArray().AsMemory(MessageFrame.LengthSize);
    }

    private void CloseThere()
    {
        if (!_isClosedThere)
        {
            _isClosedThere = true;
            network.Cluster.Disconnected(_remote!, network.Clock.Span);
        }
    }

    private sealed class Outgoing(Request request, short version, int correlationId)
    {
        private byte[]? _frame;

        internal Request Request => request;

        internal short Version => version;

        internal int CorrelationId => correlationId;

        internal bool IsLost { get; set; }

        internal byte[] Write(SimulatedNetwork network)
        {
            if (_frame is null)
            {
                CheckBatches(network);
                using ProtocolWriter writer = new();
                MessageFrame.WriteRequest(writer, request, version, correlationId, network.ClientId);
                _frame = writer.ToArray();
            }

            return _frame;
        }

        // Whoever gave the memory of a batch away too soon finds something else in it now.
        private void CheckBatches(SimulatedNetwork network)
        {
            foreach (ProduceRequest.Partition partition in (request as ProduceRequest)?.Topics.SelectMany(static topic => topic.Partitions) ?? [])
            {
                byte[] bytes = System.Buffers.BuffersExtensions.ToArray(partition.Records!.Value);
                BatchDefect defect = RecordBatch.TryRead(bytes, out _);
                if (defect != BatchDefect.None)
                {
                    network.Violations.Add($"a batch for partition {partition.Index} was damaged before it was written: {defect}");
                }
            }
        }
    }
}
