using System.Net;
using System.Net.Sockets;

namespace KafkaGen.Tests.Connections;

/// <summary>A listener that accepts nobody and whose queue is full: connecting to it hangs.</summary>
internal sealed class FullPort : IDisposable
{
    private readonly List<Socket> _sockets = [];

    private FullPort(int port)
    {
        Socket listener = Open();
        listener.Bind(new IPEndPoint(Address, port));
        listener.Listen(0);
        for (int i = 0; i < 4; i++)
        {
            Socket client = Open();
            client.Blocking = false;
            try
            {
                client.Connect(listener.LocalEndPoint!);
            }
            catch (SocketException begun) when (begun.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // It is in the queue, or waits for a place in it.
            }
        }
    }

    internal static IPAddress Address { get; } = IPAddress.Parse("127.0.0.2");

    public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());

    internal static FullPort OpenOrSkip(int port)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A listener whose queue is full drops what comes on Linux; other systems refuse it.");
        return new FullPort(port);
    }

    private Socket Open()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        return socket;
    }
}
