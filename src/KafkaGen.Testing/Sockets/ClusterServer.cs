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
    private readonly BrokerListener[] _listeners;
    private TimeSpan? _wakeAt;
    private bool _isDisposed;

    /// <param name="settings">What the cluster is like.</param>
    /// <param name="certificate">The certificate of its TLS listeners; <see langword="null"/> for plain ones.</param>
    public ClusterServer(ClusterSettings settings, X509Certificate2? certificate = null)
    {
        Cluster = new Cluster(settings) { ClockShift = DateTimeOffset.UtcNow - settings.StartedAt };
        Cluster.Logged += _unsaid.Enqueue;
        Certificate = certificate;
        _listeners = [.. Cluster.Brokers.Select(broker => new BrokerListener(this, broker))];
        foreach (BrokerListener listener in _listeners)
        {
            listener.Listen();
        }

        new Thread(RunClock, StackSize) { IsBackground = true, Name = "Embedded Kafka: clock" }.Start();
    }

    /// <summary>Told why a connection was closed, without the model's lock being held.</summary>
    public event Action<string>? Logged;

    /// <summary>The model. It may only be touched within <see cref="Do"/>.</summary>
    public Cluster Cluster { get; }

    public X509Certificate2? Certificate { get; }

    public ThreadAllocations Allocations { get; } = new();

    public string BootstrapServers => string.Join(',', Cluster.Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));

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
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Cluster.Change(Now, () => result = change(Cluster));
            SetAlarm();
        }

        Say();
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
        lock (_gate)
        {
            return _isDisposed ? null : Cluster.Connect(broker.Id, client, Now);
        }
    }

    internal void Receive(Connection connection, ReadOnlyMemory<byte> request)
    {
        lock (_gate)
        {
            try
            {
                Cluster.Receive(connection, request, Now);
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
            Cluster.Disconnected(connection, Now);
            SetAlarm();
        }

        Say();
    }

    internal void Refuse(Connection connection, string reason)
    {
        lock (_gate)
        {
            connection.Close(reason);
        }

        Say();
    }

    private void Say()
    {
        while (_unsaid.TryDequeue(out string? message))
        {
            Logged?.Invoke(message);
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
                    return;
                }

                try
                {
                    Cluster.Advance(Now);
                }
                catch (Exception error)
                {
                    Cluster.Log($"A planned event failed with {error}");
                }

                SetAlarm();
            }

            Say();
            Allocations.Count();
        }
    }
}
