using System.Net;
using System.Net.Sockets;
using KafkaGen.Testing.Broker;

namespace KafkaGen.Testing.Sockets;

/// <summary>The port of one broker.</summary>
internal sealed class BrokerListener : IDisposable
{
    private readonly ClusterServer _server;
    private readonly BrokerNode _broker;
    private readonly object _gate = new();
    private Socket _socket;
    private Socket? _accepting;
    private bool _isListening;

    public BrokerListener(ClusterServer server, BrokerNode broker)
    {
        (_server, _broker) = (server, broker);
        _socket = Bind(0);
        broker.Host = IPAddress.Loopback.ToString();
        broker.Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    /// <summary>Lets clients connect. They wait for <see cref="Accept"/>.</summary>
    public void Listen()
    {
        lock (_gate)
        {
            if (!_isListening)
            {
                _isListening = true;
                _socket.Listen();
            }
        }
    }

    /// <summary>Serves whoever connects.</summary>
    public void Accept()
    {
        lock (_gate)
        {
            if (_isListening && _accepting != _socket)
            {
                _accepting = _socket;
                Socket listening = _socket;
                new Thread(() => Serve(listening), ClusterServer.StackSize) { IsBackground = true, Name = $"Embedded Kafka: broker {_broker.Id}" }.Start();
            }
        }
    }

    /// <summary>Refuses connections, and keeps the port: a socket that is bound and does not listen.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_isListening)
            {
                _isListening = false;
                _socket.Dispose();
                _socket = Bind(_broker.Port);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isListening = false;
            _socket.Dispose();
        }
    }

    private static Socket Bind(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Serve(Socket listening)
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
