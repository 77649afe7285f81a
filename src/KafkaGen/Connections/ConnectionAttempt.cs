using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KafkaGen.ApplicationCode;

namespace KafkaGen.Connections;

/// <summary>
/// One attempt to connect to a broker, on a thread of its own: the name is resolved, and its addresses are tried in turn. When one is connected, the thread goes on as the
/// reader of the connection.
/// </summary>
/// <remarks>
/// Neither a resolver nor a blocking connect has a timeout that holds on every system. Whoever began the attempt looks at it now and then (<see cref="CheckTime"/>), which takes away
/// the socket that took too long, or lets a thread be that the resolver holds.
/// </remarks>
internal sealed class ConnectionAttempt
{
    private readonly object _gate = new();
    private readonly string _host;
    private readonly int _port;
    private readonly ConnectionSettings _settings;
    private readonly TimeProvider _time;
    private readonly IConnectionEvents _events;
    private Socket? _socket;
    private long _stepBegan;
    private bool _isStepOver;
    private bool _isOver;

    /// <param name="host">The broker's name or address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="settings">What the connection is like.</param>
    /// <param name="time">The clock.</param>
    /// <param name="events">Told what becomes of it.</param>
    internal ConnectionAttempt(string host, int port, ConnectionSettings settings, TimeProvider time, IConnectionEvents events)
    {
        _host = host;
        _port = port;
        _settings = settings;
        _time = time;
        _events = events;
        _stepBegan = time.GetTimestamp();
    }

    /// <summary>How long the present step may still take; <see langword="null"/> when the attempt has ended. Whoever calls <see cref="CheckTime"/> does so then.</summary>
    internal TimeSpan? TimeLeft
    {
        get
        {
            lock (_gate)
            {
                // The step after one that took too long begins now or later, and has the whole time.
                return _isOver ? null : _isStepOver ? _settings.SetupTimeout : TimeSpan.FromTicks(Math.Max(0, Left().Ticks));
            }
        }
    }

    /// <summary>Begins.</summary>
    internal void Start()
    {
        try
        {
            OwnThread.Start(string.Create(CultureInfo.InvariantCulture, $"KafkaGen {_host}:{_port}"), Run, BrokerConnection.StackSize);
        }
        catch (OutOfMemoryException noThread)
        {
            Fail($"there is no thread for it ({noThread.Message})");
        }
    }

    /// <summary>Ends the present step if its time is over. Never blocks.</summary>
    internal void CheckTime()
    {
        lock (_gate)
        {
            if (_isOver || _isStepOver || Left() > TimeSpan.Zero)
            {
                return;
            }

            if (_socket is { } socket)
            {
                // The next address is tried.
                _isStepOver = true;
                Drop(socket);
                return;
            }
        }

        Fail(string.Create(CultureInfo.InvariantCulture, $"the name {_host} was not resolved within {_settings.SetupTimeout.TotalMilliseconds:0} ms"));
    }

    /// <summary>Ends it. Never blocks.</summary>
    internal void GiveUp()
    {
        lock (_gate)
        {
            if (_socket is { } socket)
            {
                Drop(socket);
            }
        }

        Fail("the client closes");
    }

    private void Run()
    {
        BrokerConnection? connection = null;
        try
        {
            connection = Connect();
        }
#pragma warning disable CA1031 // whatever happens here is told as the reason
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(error is SocketException ? $"{_host} could not be resolved: {error.Message}" : $"it failed with {error}");
        }

        connection?.Run();
    }

    private BrokerConnection? Connect()
    {
        List<string> troubles = [];
        foreach (IPAddress address in _settings.Resolve(_host))
        {
            IPEndPoint end = new(address, _port);
            Socket? socket = null;
            try
            {
                socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (!TryBegin(socket))
                {
                    return null;
                }

                Configure(socket);
                socket.Connect(end);
            }
            catch (Exception trouble) when (trouble is SocketException or ObjectDisposedException)
            {
                troubles.Add(Of(end, WasInTime()
                    ? trouble is SocketException { SocketErrorCode: SocketError code } ? new SocketException((int)code).Message : trouble.Message
                    : string.Create(CultureInfo.InvariantCulture, $"not connected within {_settings.SetupTimeout.TotalMilliseconds:0} ms")));
                socket?.Dispose();
                continue;
            }

            if (TryKeep())
            {
                BrokerConnection connection = new(socket, _settings, _events);
                _events.Connected(connection);
                return connection;
            }

            socket.Dispose();
            troubles.Add(Of(end, "connected too late"));
        }

        Fail(troubles.Count == 0 ? $"{_host} has no address" : string.Join("; ", troubles));
        return null;
    }

    private void Configure(Socket socket)
    {
        // As Java's Selector: a request is written in one go, and a broker that has gone without a word is noticed some time.
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        if (_settings.SendBuffer is { } sendBuffer)
        {
            socket.SendBufferSize = sendBuffer;
        }

        if (_settings.ReceiveBuffer is { } receiveBuffer)
        {
            socket.ReceiveBufferSize = receiveBuffer;
        }
    }

    // Whoever hears of it knows what was to be connected to, but not which addresses a name has. (The message of the exception ends with the address, too.)
    private string Of(IPEndPoint end, string trouble) => IPAddress.TryParse(_host, out _) ? trouble : $"{end}: {trouble}";

    private TimeSpan Left() => _settings.SetupTimeout - _time.GetElapsedTime(_stepBegan);

    private bool TryBegin(Socket socket)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _socket = socket;
                _stepBegan = _time.GetTimestamp();
                _isStepOver = false;
                return true;
            }
        }

        socket.Dispose();
        return false;
    }

    // The address has failed: whether by itself.
    private bool WasInTime()
    {
        lock (_gate)
        {
            _socket = null;
            return !_isStepOver;
        }
    }

    private bool TryKeep()
    {
        lock (_gate)
        {
            _socket = null;
            if (_isOver || _isStepOver)
            {
                return false;
            }

            _isOver = true;
            return true;
        }
    }

    private void Fail(string reason)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
        }

        _events.Failed(reason);
    }

    // Disposing waits until the system lets go of the socket.
    private static void Drop(Socket socket)
    {
        try
        {
            OwnThread.Start("KafkaGen giving up", socket.Dispose);
        }
        catch (OutOfMemoryException)
        {
            // Without another thread the address is given up when the system does, after two minutes or so.
        }
    }
}
