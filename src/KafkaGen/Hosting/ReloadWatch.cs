using KafkaGen.ApplicationCode;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace KafkaGen.Hosting;

/// <summary>Hears of configurations that change, and calls once for what comes together: a file that is written often tells it twice.</summary>
internal sealed class ReloadWatch : IDisposable
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_disposeBound = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Action _reload;
    private readonly Timer _timer;
    private readonly IDisposable[] _subscriptions;
    private volatile bool _isDisposed;

    internal ReloadWatch(IEnumerable<IConfiguration> sources, Action reload)
    {
        _reload = reload;
        _timer = OwnThread.Detached(() => new Timer(_ => Reload()));
        _subscriptions = OwnThread.Detached<IDisposable[]>(() => [.. sources.Select(source => ChangeToken.OnChange(source.GetReloadToken, OnChange))]);
    }

    /// <summary>Waits for a call that runs, within a bound: what it reads is the application's code. None comes after it.</summary>
    public void Dispose()
    {
        Array.ForEach(_subscriptions, subscription => subscription.Dispose());
        _isDisposed = true;
        if (Monitor.TryEnter(_gate, s_disposeBound))
        {
            Monitor.Exit(_gate);
        }

        _timer.Dispose();
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

    private void Reload()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _reload();
            }
        }
    }
}
