using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>A bad network between the clients and one node: it delays, holds back and resets.</summary>
internal sealed class LoopbackProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Connection, Task> _connections = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _requestsHeld;
    private volatile TaskCompletionSource? _answersHeld;
    private long _delayMilliseconds;

    private LoopbackProxy(TcpListener listener, int target)
    {
        _listener = listener;
        _target = target;
        _accepting = AcceptAsync();
    }

    /// <summary>How long bytes take, each way.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromMilliseconds(Volatile.Read(ref _delayMilliseconds));
        set => Volatile.Write(ref _delayMilliseconds, (long)value.TotalMilliseconds);
    }

    /// <summary>How many connections there are.</summary>
    public int Connections => _connections.Count;

    public static LoopbackProxy Start(int port, int target)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        return new LoopbackProxy(listener, target);
    }

    /// <summary>Lets nothing through, either way, until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        _requestsHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CutAnswers();
    }

    /// <summary>Lets requests through but no answers: the node stores what the client does not know to be stored.</summary>
    public void CutAnswers() => _answersHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends a cut. What was held back is lost with its connections, as after a firewall that forgot them.</summary>
    public void Restore()
    {
        TaskCompletionSource? requests = _requestsHeld;
        TaskCompletionSource? answers = _answersHeld;
        _requestsHeld = null;
        _answersHeld = null;
        Reset();
        requests?.SetResult();
        answers?.SetResult();
    }

    /// <summary>Resets every connection.</summary>
    public void Reset()
    {
        foreach (Connection connection in _connections.Keys)
        {
            connection.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        Restore();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Socket client = await _listener.AcceptSocketAsync(_closing.Token);
                Connection connection = new(client);
                _connections[connection] = Task.CompletedTask;
                _connections[connection] = ServeAsync(connection);
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The proxy is closed, or the client left before it was accepted.
            }
        }
    }

    private async Task ServeAsync(Connection connection)
    {
        await Task.Yield();
        try
        {
            await (_requestsHeld?.Task ?? Task.CompletedTask);
            await connection.Node.ConnectAsync(IPAddress.Loopback, _target, _closing.Token);
            Task requests = PumpAsync(connection.Client, connection.Node, () => _requestsHeld?.Task);
            Task answers = PumpAsync(connection.Node, connection.Client, () => _answersHeld?.Task);
            await Task.WhenAny(requests, answers);
            connection.Reset();
            await Task.WhenAll(requests, answers);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The node is down, or the connection was reset: that is what the proxy is for.
        }
        finally
        {
            connection.Reset();
            _connections.TryRemove(connection, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<Task?> held)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer.AsMemory(), _closing.Token) is > 0 and int read)
        {
            if (Delay > TimeSpan.Zero)
            {
                await Task.Delay(Delay, _closing.Token);
            }

            await (held() ?? Task.CompletedTask);
            for (int sent = 0; sent < read;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _closing.Token);
            }
        }
    }

    private sealed class Connection
    {
        public Connection(Socket client)
        {
            Client = client;
            Client.NoDelay = true;
            Node.NoDelay = true;

            // Closing then resets, without a last word.
            Client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        public Socket Client { get; }

        public Socket Node { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public void Reset()
        {
            Client.Dispose();
            Node.Dispose();
        }
    }
}
