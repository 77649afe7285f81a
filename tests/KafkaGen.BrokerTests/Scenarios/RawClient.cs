using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using KafkaGen.BrokerTests.Model;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>A connection to a broker, whichever that is, on which one request at a time is asked and answered.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private int _correlationId;

    public RawClient(string bootstrapServer)
    {
        string[] address = bootstrapServer.Split(':');
        _socket.ReceiveTimeout = (int)s_bound.TotalMilliseconds;
        _socket.Connect(address[0], int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    public TResponse Ask<TResponse>(Request request, short? version = null)
        where TResponse : Response
    {
        short chosen = version ?? request.Api.MaxVersion;
        using ProtocolWriter writer = new();
        MessageFrame.WriteRequest(writer, request, chosen, ++_correlationId, "scenario");
        _socket.Send(writer.ToArray());
        byte[] length = Read(MessageFrame.LengthSize);
        byte[] frame = Read(BinaryPrimitives.ReadInt32BigEndian(length));
        Assert.Equal(_correlationId, MessageFrame.ReadCorrelationId(frame));
        return Assert.IsType<TResponse>(MessageFrame.ReadResponse(frame, request.Api, chosen));
    }

    /// <summary>A request to store one batch.</summary>
    public static ProduceRequest ProduceRequest(string topic, byte[] batch, int partition = 0, short acks = -1, int timeoutMs = 10_000) => new()
    {
        Acks = acks,
        TimeoutMs = timeoutMs,
        Topics = [new() { Name = topic, Partitions = [new() { Index = partition, Records = new ReadOnlySequence<byte>(batch) }] }],
    };

    /// <summary>Produces one record and tells how that was answered.</summary>
    public KafkaErrorCode Produce(string topic, string value, int partition = 0, short acks = -1, int timeoutMs = 10_000, short version = 12) =>
        Ask<ProduceResponse>(ProduceRequest(topic, Batch.Of(value), partition, acks, timeoutMs), version).Topics[0].Partitions[0].ErrorCode;

    public void Dispose() => _socket.Dispose();

    private byte[] Read(int count)
    {
        byte[] bytes = new byte[count];
        for (int at = 0; at < count;)
        {
            int read = _socket.Receive(bytes.AsSpan(at));
            at += read > 0 ? read : throw new IOException("The broker closed the connection.");
        }

        return bytes;
    }
}
