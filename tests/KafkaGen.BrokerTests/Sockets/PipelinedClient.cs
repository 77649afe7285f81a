using System.Buffers.Binary;
using System.Net.Sockets;
using KafkaGen.Protocol;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.BrokerTests.Sockets;

/// <summary>A client that sends requests without waiting for answers, and reads answers only when it is told to.</summary>
internal sealed class PipelinedClient : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private ReadOnlyMemory<byte> _unsent;

    public PipelinedClient(string bootstrapServer)
    {
        string[] address = bootstrapServer.Split(':');

        // Otherwise the system's buffer takes most of what these tests send.
        _socket.ReceiveBufferSize = 64 * 1024;
        _socket.ReceiveTimeout = (int)s_bound.TotalMilliseconds;
        _socket.SendTimeout = (int)s_bound.TotalMilliseconds;
        _socket.Connect(address[0], int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>A request as it is sent, the length included.</summary>
    public static byte[] Frame(Request request, short version)
    {
        using ProtocolWriter writer = new();
        MessageFrame.WriteRequest(writer, request, version, 1, "pipelined");
        return writer.ToArray();
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += _socket.Send(bytes[sent..]);
        }
    }

    /// <summary>Sends as much of a frame as TCP takes now, after what it did not take before, and tells whether that is all of it.</summary>
    public bool TrySend(ReadOnlyMemory<byte> frame)
    {
        _unsent = _unsent.IsEmpty ? frame : _unsent;
        _socket.Blocking = false;
        try
        {
            while (!_unsent.IsEmpty)
            {
                int sent = _socket.Send(_unsent.Span, SocketFlags.None, out SocketError error);
                if (error == SocketError.WouldBlock)
                {
                    return false;
                }

                Assert.Equal(SocketError.Success, error);
                _unsent = _unsent[sent..];
            }

            return true;
        }
        finally
        {
            _socket.Blocking = true;
        }
    }

    /// <summary>Reads one answer and tells how long it is.</summary>
    public int ReadAnswer()
    {
        byte[] length = Read(MessageFrame.LengthSize);
        return Read(BinaryPrimitives.ReadInt32BigEndian(length)).Length;
    }

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
