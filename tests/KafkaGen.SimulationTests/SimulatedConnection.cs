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
    private bool _isCarriedOut;

    internal int Broker => broker;

    internal bool IsOpen => !_isClosedHere && !_isClosedThere;

    internal void Accept(Connection remote) => _remote = remote;

    internal override void Send(Request request, short version, int correlationId)
    {
        if (_isClosedHere)
        {
            return;
        }

        network.Sent?.Invoke(this, request);
        network.Tell("to", this, request, null);
        if (request is ProduceRequest produce)
        {
            network.Watch.Sent(this, produce);
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
        network.Lost(this);

        // What the system had taken already may still arrive, up to some request, and later than what goes over the next connection.
        long late = network.TakeLateness();
        _isCarriedOut = late > 0;
        int written = network.MayBeLate ? network.Random.Next(_outgoing.Count + 1) : 0;
        int index = 0;
        foreach (Outgoing outgoing in _outgoing)
        {
            if (index++ < written)
            {
                outgoing.Write(network);
                outgoing.LateBy = late;
            }
            else
            {
                outgoing.IsLost = true;
            }
        }

        long now = network.Clock.Milliseconds;
        network.Timeline.At(now + network.Random.Next(3), () =>
        {
            network.Watch.Closed(this);
            network.Brain.Closed(this, reason, network.Clock.Milliseconds);
        });
        network.Timeline.At(network.Note(Math.Max(_lastArrivalThere, now) + late) + 1 + network.Random.Next(5), CloseThere);
    }

    void IConnectionOutput.Send(ReadOnlyMemory<byte> answer)
    {
        if (_isClosedHere)
        {
            return;
        }

        long at = network.ArrivalAt(broker, _lastArrivalHere);
        _lastArrivalHere = at;
        ReadOnlyMemory<byte> frame = Altered(answer[MessageFrame.LengthSize..], out Request? asked);
        network.Timeline.At(at, () =>
        {
            if (!_isClosedHere)
            {
                if (asked is ProduceRequest produce)
                {
                    network.Watch.Answered(this, produce);
                }

                network.Brain.Received(this, frame, network.Clock.Milliseconds);
            }
        });
    }

    void IConnectionOutput.Pause()
    {
        // What is on its way has its time of arrival; a broker that stops reading is the network's affair.
    }

    void IConnectionOutput.Resume()
    {
        // It never paused.
    }

    /// <summary>The broker has had enough of it, as of a connection on which nothing was asked for ten minutes.</summary>
    internal void CloseByBroker() => network.Cluster.Change(network.Clock.Span, () => _remote!.Close(null));

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

        if (outgoing.LateBy > 0)
        {
            network.Timeline.At(network.Clock.Milliseconds + outgoing.LateBy, () => Arrive(outgoing));
            outgoing.LateBy = 0;
            return;
        }

        network.Tell("at", this, outgoing.Request, null);
        byte[] frame = outgoing.Write(network);
        _arrived[outgoing.CorrelationId] = outgoing;
        network.Cluster.Receive(_remote!, frame.AsMemory(MessageFrame.LengthSize), network.Clock.Span);
        if (outgoing.Request is ProduceRequest { Acks: 0 } && !_isClosedHere)
        {
            network.Watch.Answered(this, (ProduceRequest)outgoing.Request);
            network.Brain.Written(this, outgoing.CorrelationId, network.Clock.Milliseconds);
        }
    }

    // The partitions of an answer come in any order, and what brokers say of the cluster may be old.
    private ReadOnlyMemory<byte> Altered(ReadOnlyMemory<byte> frame, out Request? request)
    {
        int correlationId = MessageFrame.ReadCorrelationId(frame);
        request = _arrived.Remove(correlationId, out Outgoing? asked) ? asked.Request : null;
        if (asked?.Request is not (ProduceRequest or MetadataRequest))
        {
            return frame;
        }

        Response response = MessageFrame.ReadResponse(frame, asked.Request.Api, asked.Version);
        switch (response)
        {
            case ProduceResponse produced:
                foreach (ProduceResponse.Topic topic in produced.Topics)
                {
                    network.Random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(topic.Partitions));
                }

                break;
            case MetadataResponse metadata:
                response = network.Metadata.Pass(metadata, network.Random, network.Clock.Milliseconds);
                break;
        }

        network.Tell("from", this, asked.Request, response);
        using ProtocolWriter writer = new();
        MessageFrame.WriteResponse(writer, response, asked.Version, correlationId);
        return writer.ToArray().AsMemory(MessageFrame.LengthSize);
    }

    private void CloseThere()
    {
        if (!_isClosedThere)
        {
            _isClosedThere = true;
            network.Cluster.Disconnected(_remote!, network.Clock.Span, _isCarriedOut);
        }
    }

    private sealed class Outgoing(Request request, short version, int correlationId)
    {
        private byte[]? _frame;

        internal Request Request => request;

        internal short Version => version;

        internal int CorrelationId => correlationId;

        internal bool IsLost { get; set; }

        /// <summary>How much later it arrives than it would have, because its connection was cut.</summary>
        internal long LateBy { get; set; }

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
