using KafkaGen.ApplicationCode;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace KafkaGen.Hosting;

/// <summary>
/// Tells <see cref="IOptionsMonitor{TOptions}"/> of changed configuration: once for what comes together, because a file that is written often tells it twice, and
/// only when it can be used, so that the monitor keeps the last good options.
/// </summary>
internal sealed class ConfigurationWatch : IDisposable
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly object _announcing = new();
    private readonly ClusterOptionsFactory _factory;
    private readonly IOptionsMonitorCache<KafkaGenOptions> _cache;
    private readonly ClientLog _log;
    private readonly ILogger _logger;
    private readonly Timer _timer;
    private readonly IDisposable[] _subscriptions;
    private CancellationTokenSource _change = new();
    private volatile int _announcingThread;
    private volatile bool _isDisposed;

    public ConfigurationWatch(
        IServiceProvider services, ClusterOptionsFactory factory, IOptionsMonitorCache<KafkaGenOptions> cache, IEnumerable<ClusterRegistration> registrations)
    {
        _factory = factory;
        _cache = cache;

        // Taken now: at a change the container may be gone.
        _log = new ClientLog(services.GetService<ILoggerFactory>());
        _logger = _log.CreateLogger(KafkaGenLog.Category);

        // Who resolves the first client lends no context to what happens later.
        _timer = OwnThread.Detached(() => new Timer(_ => Announce()));
        _subscriptions = OwnThread.Detached<IDisposable[]>(() =>
        [
            .. registrations.Select(registration => registration.Source).OfType<IConfiguration>().Distinct()
                .Select(source => ChangeToken.OnChange(source.GetReloadToken, OnChange)),
        ]);
    }

    /// <summary>Tells of a change, once for all clusters and after the monitor has told of each, with what the clusters are now.</summary>
    internal event Action<IReadOnlyList<ClusterSetup>>? Changed;

    /// <summary>
    /// Whether <see cref="Changed"/> will tell, as a whole, of what the monitor tells the calling thread: of the change that this thread announces now, or, where
    /// another thread announces one whose options were read before, of one that follows it.
    /// </summary>
    internal bool Covers()
    {
        int announcing = _announcingThread;
        if (announcing != 0 && announcing != Environment.CurrentManagedThreadId)
        {
            OnChange();
        }

        return announcing != 0;
    }

    /// <summary>A token that is cancelled with the next change.</summary>
    internal IChangeToken Token()
    {
        lock (_gate)
        {
            return new CancellationChangeToken(_change.Token);
        }
    }

    /// <summary>Announces nothing any more.</summary>
    public void Dispose()
    {
        Array.ForEach(_subscriptions, subscription => subscription.Dispose());
        lock (_gate)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
        _log.Close();
    }

    private void OnChange()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _timer.Change(s_quiet, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Announce()
    {
        // Not within the gate: what listens is the application's code, and stopping does not wait for it.
        lock (_announcing)
        {
            _announcingThread = Environment.CurrentManagedThreadId;
            try
            {
                IReadOnlyList<ClusterSetup> clusters = _factory.Changed(_factory.Create);
                if (Next() is { } change)
                {
                    Announce(change, clusters);
                }
            }
            catch (ObjectDisposedException) when (_isDisposed)
            {
                // The container is gone: there is nothing left to change.
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // Catch everything, from configuration sources or from callbacks that set options: this runs on a timer, so there is no caller to report to.
                KafkaGenLog.ConfigurationRefused(_logger, error.Message);
            }
            finally
            {
                _announcingThread = 0;
            }
        }
    }

    private void Announce(CancellationTokenSource change, IReadOnlyList<ClusterSetup> clusters)
    {
        // Also of the clusters that only the configuration names, of which the monitor is not told.
        foreach (ClusterSetup cluster in clusters)
        {
            _cache.TryRemove(cluster.Scope.Cluster);
        }

        try
        {
            change.Cancel();
        }
        catch (AggregateException error)
        {
            // Of the application's listeners: the clients take the change over all the same.
            KafkaGenLog.OptionsListenerFailed(_logger, error);
        }

        Changed?.Invoke(clusters);
    }

    private CancellationTokenSource? Next()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return null;
            }

            CancellationTokenSource change = _change;
            _change = new CancellationTokenSource();
            return change;
        }
    }
}
