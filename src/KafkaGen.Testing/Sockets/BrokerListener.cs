using System.Net;
using System.Net.Sockets;
using KafkaGen.Testing.Broker;

namespace KafkaGen.Testing.Sockets;

/// <summary>The port of one broker.</summary>
internal sealed class BrokerListener : IDisposable
{
    private readonly ClusterServer _server;
    private readonly BrokerNode _broker;
    private Socket _socket;
    private bool _isListening;

    public BrokerListener(ClusterServer server, BrokerNode broker)
    {
        (_server, _broker) = (server, broker);
        _socket = Bind(0);
        broker.Host = IPAddress.Loopback.ToString();
        broker.Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public void Start()
    {
        if (_isListening)
        {
            return;
        }

        _isListening = true;
        _socket.Listen();
        Socket listening = _socket;
        new Thread(() => Accept(listening), ClusterServer.StackSize) { IsBackground = true, Name = $"Embedded Kafka: broker {_broker.Id}" }.Start();
    }

    /// <summary>Refuses connections, and keeps the port: a socket that is bound and does not listen.</summary>
    public void Stop()
    {
        if (_isListening)
        {
            _isListening = false;
            _socket.Dispose();
            _socket = Bind(_broker.Port);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Bind(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Accept(Socket listening)
    {
        while (true)
        {
            Socket accepted;
            try
            {
                accepted = listening.Accept();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }

            accepted.NoDelay = true;
            ClientSocket client = new(_server, _broker, accepted);
            client.Start();
        }
    }
}
