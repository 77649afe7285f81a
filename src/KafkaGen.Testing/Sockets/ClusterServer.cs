using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using KafkaGen.Testing.Broker;
using KafkaGen.Testing.Broker.Connections;

namespace KafkaGen.Testing.Sockets;

/// <summary>
/// A cluster behind sockets. One lock stands between the model and its clients; each connection has a thread of its own, so that nothing here waits
/// for a thread pool that a test may have blocked.
/// </summary>
internal sealed class ClusterServer : IDisposable
{
    internal const int StackSize = 512 * 1024;

    private readonly object _gate = new();
    private readonly object _alarm = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<string> _unsaid = new();
    private readonly HashSet<ClientSocket> _clients = [];
    private readonly BrokerListener[] _listeners;
    private TimeSpan? _wakeAt;
    private bool _isDisposed;

    /// <param name="settings">What the cluster is like.</param>
    /// <param name="certificate">The certificate of its TLS listeners, which this owns from then on; <see langword="null"/> for plain ones.</param>
    /// <param name="configure">Changes the model before anybody can connect.</param>
    public ClusterServer(ClusterSettings settings, X509Certificate2? certificate = null, Action<Cluster>? configure = null)
    {
        Certificate = certificate;
        List<BrokerListener> listeners = [];
        try
        {
            Cluster = new Cluster(settings) { ClockShift = DateTimeOffset.UtcNow - settings.StartedAt };
            Cluster.Logged += _unsaid.Enqueue;
            configure?.Invoke(Cluster);
            foreach (BrokerNode broker in Cluster.Brokers)
            {
                listeners.Add(new BrokerListener(this, broker));
                listeners[^1].Listen();
            }

            _listeners = [.. listeners];
            new Thread(RunClock, StackSize) { IsBackground = true, Name = "Embedded Kafka: clock" }.Start();
        }
        catch
        {
            listeners.ForEach(listener => listener.Dispose());
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>Told why a connection was closed, without the model's lock being held.</summary>
    public event Action<string>? Logged;

    /// <summary>The model. It may only be touched within <see cref="Do"/>.</summary>
    public Cluster Cluster { get; }

    public X509Certificate2? Certificate { get; }

    public ThreadAllocations Allocations { get; } = new();

    /// <summary>How long a connection that is closed may take to read what was answered before; then it is cut.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many clients' sockets are open.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
            {
                return _clients.Count;
            }
        }
    }

    public string BootstrapServers => string.Join(',', Cluster.Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));

    /// <summary>How many clients are not read from until they have read, or their requests have had their turn.</summary>
    public int HeldBackClients
    {
        get
        {
            lock (_gate)
            {
                return _clients.Count(client => client.IsHeldBack);
            }
        }
    }

    /// <summary>What was answered and not yet written, of all clients.</summary>
    public long UnsentBytes
    {
        get
        {
            lock (_gate)
            {
                return _clients.Sum(client => client.UnsentBytes);
            }
        }
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(_started);

    /// <summary>Looks at the model or changes it, as one event.</summary>
    /// <exception cref="InvalidOperationException">It is called by what runs inside the model, such as a fault's predicate.</exception>
    public T Do<T>(Func<Cluster, T> change)
    {
        if (Monitor.IsEntered(_gate))
        {
            throw new InvalidOperationException("A predicate or callback that runs inside the embedded Kafka cannot call it: it is in the middle of a request.");
        }

        T result = default!;
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                Advance();
                try
                {
                    Cluster.Change(Cluster.Now, () => result = change(Cluster));
                }
                finally
                {
                    SetAlarm();
                }
            }
        }
        finally
        {
            Say();
        }

        return result;
    }

    public void Do(Action<Cluster> change) => Do(cluster =>
    {
        change(cluster);
        return true;
    });

    /// <summary>Stops a broker in the model and on the network.</summary>
    public void StopBroker(int id, bool loseUnflushed = false)
    {
        Do(cluster => cluster.StopBroker(id, loseUnflushed));
        _listeners[id - 1].Stop();
    }

    public void StartBroker(int id)
    {
        Do(cluster => cluster.StartBroker(id));
        _listeners[id - 1].Listen();
        _listeners[id - 1].Accept();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            foreach (BrokerNode broker in Cluster.Brokers)
            {
                foreach (Connection connection in broker.Connections.ToArray())
                {
                    connection.Close(null);
                }
            }
        }

        foreach (BrokerListener listener in _listeners)
        {
            listener.Dispose();
        }

        lock (_alarm)
        {
            _wakeAt = TimeSpan.Zero;
            Monitor.Pulse(_alarm);
        }
    }

    internal Connection? Connect(BrokerNode broker, ClientSocket client)
    {
        Connection? connection = null;
        lock (_gate)
        {
            if (!_isDisposed)
            {
                Advance();
                connection = Cluster.Connect(broker.Id, client, Cluster.Now);
                SetAlarm();
            }

            if (connection is not null)
            {
                _clients.Add(client);
            }
        }

        Say();
        return connection;
    }

    internal void Receive(Connection connection, ReadOnlyMemory<byte> request)
    {
        lock (_gate)
        {
            Advance();
            try
            {
                Cluster.Receive(connection, request, Cluster.Now);
            }
            catch (Exception error)
            {
                // An error of the model ends the connection, as an error of a broker would, and not the test's process.
                connection.Close($"the broker failed with {error}");
            }

            SetAlarm();
        }

        Say();
    }

    internal void Disconnected(Connection connection)
    {
        lock (_gate)
        {
            Advance();
            try
            {
                Cluster.Disconnected(connection, Cluster.Now);
            }
            catch (Exception error)
            {
                Cluster.Log($"The end of a connection failed with {error}");
            }

            SetAlarm();
        }

        Say();
    }

    internal void Refuse(Connection connection, string reason)
    {
        lock (_gate)
        {
            connection.Close(reason);
            SetAlarm();
        }

        Say();
    }

    /// <summary>Cuts a client off that does not read what was answered before its connection was closed. Called with the model's lock held.</summary>
    internal void CutOffLater(ClientSocket client) => Cluster.Schedule.At(Cluster.Now + CloseWithin, client.CutOff);

    /// <summary>A client's socket is closed, and its thread about to end.</summary>
    internal void Ended(ClientSocket client)
    {
        lock (_gate)
        {
            _clients.Remove(client);
            Monitor.PulseAll(_gate);
        }
    }

    private void Say()
    {
        while (_unsaid.TryDequeue(out string? message))
        {
            try
            {
                Logged?.Invoke(message);
            }
            catch (Exception error)
            {
                // It is a test's code, and this may be a thread of the cluster, where it would end the process.
                Console.Error.WriteLine($"EmbeddedKafkaOptions.Log threw when it was told '{message}': {error}");
            }
        }
    }

    // What fails here was planned by somebody else than the caller, who must not suffer for it. The plan goes on without it.
    private void Advance()
    {
        bool isDone = false;
        while (!isDone)
        {
            try
            {
                Cluster.Advance(Now);
                isDone = true;
            }
            catch (Exception error)
            {
                Cluster.Log($"A planned event failed with {error}");
            }
        }
    }

    // The clock sleeps until the model's next date, and is only woken for an earlier one.
    private void SetAlarm()
    {
        if (Cluster.NextDue is not { } due)
        {
            return;
        }

        lock (_alarm)
        {
            if (_wakeAt is null || due < _wakeAt)
            {
                _wakeAt = due;
                Monitor.Pulse(_alarm);
            }
        }
    }

    private void RunClock()
    {
        // Not by the constructor's thread, which would wait for each to have begun. Who connects before is taken all the same: the ports listen.
        foreach (BrokerListener listener in _listeners)
        {
            listener.Accept();
        }

        while (true)
        {
            lock (_alarm)
            {
                while (!_isDisposed && (_wakeAt is not { } due || due > Now))
                {
                    if (_wakeAt is { } later)
                    {
                        Monitor.Wait(_alarm, (int)Math.Clamp(Math.Ceiling((later - Now).TotalMilliseconds), 1, int.MaxValue));
                    }
                    else
                    {
                        Monitor.Wait(_alarm);
                    }
                }

                _wakeAt = null;
            }

            lock (_gate)
            {
                if (_isDisposed)
                {
                    AwaitClients();
                    return;
                }

                Advance();
                SetAlarm();
            }

            Say();
            Allocations.Count();
        }
    }

    // Nobody keeps the model's time any more, and the certificate must outlive the last handshake.
    private void AwaitClients()
    {
        TimeSpan until = Now + CloseWithin;
        while (_clients.Count > 0 && until - Now is { Ticks: > 0 } left)
        {
            Monitor.Wait(_gate, left);
        }

        foreach (ClientSocket client in _clients)
        {
            client.CutOff();
        }

        while (_clients.Count > 0)
        {
            Monitor.Wait(_gate);
        }

        Certificate?.Dispose();
    }
}
