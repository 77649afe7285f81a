namespace KafkaGen.ApplicationCode;

/// <summary>
/// Calls the application's code for one item after the other, on a thread of its own that the first item starts: with no ambient context, and so that what
/// the code throws or holds up concerns nobody else. <see cref="Close"/> waits within a bound.
/// </summary>
internal sealed class Outlet<T>
    where T : class
{
    // A call that heeds its token ends within this.
    private static readonly TimeSpan s_afterCancel = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly Queue<T> _items = new();
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;
    private readonly int _capacity;
    private readonly Action<T, CancellationToken> _call;
    private readonly Action? _onEmpty;
    private T? _current;
    private bool _isStarted;
    private bool _isClosed;

    /// <param name="name">The thread's name.</param>
    /// <param name="capacity">How many items may wait.</param>
    /// <param name="call">Calls the application. Its token is cancelled when the time is over. What it throws is dropped: it reports that itself.</param>
    /// <param name="onEmpty">Told, on the same thread, when no item is left for now.</param>
    internal Outlet(string name, int capacity, Action<T, CancellationToken> call, Action? onEmpty = null)
    {
        _name = name;
        _capacity = capacity;
        _call = call;
        _onEmpty = onEmpty;
    }

    /// <summary>Adds an item.</summary>
    /// <returns><see langword="false"/> when too many wait, or it is closed.</returns>
    internal bool TryAdd(T item)
    {
        lock (_gate)
        {
            if (_isClosed || _items.Count >= _capacity)
            {
                return false;
            }

            _items.Enqueue(item);
            if (!_isStarted)
            {
                _isStarted = true;
                OwnThread.Start(_name, Run);
            }

            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes no more items, and waits until those that are there are done, or <paramref name="until"/> is over. The token of the call that runs is then cancelled.</summary>
    /// <returns>The items that are not done; the one whose call has not returned is the first.</returns>
    internal IReadOnlyList<T> Close(Deadline until)
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
            if (!_isStarted)
            {
                return [];
            }
        }

        if (until.Wait(_ended.Task))
        {
            return [];
        }

        List<T> left;
        lock (_gate)
        {
            left = _current is { } current ? [current, .. _items] : [.. _items];
            _items.Clear();
        }

        Guarded.Cancel(_over);
        Deadline.In(s_afterCancel).Wait(_ended.Task);
        return left;
    }

    private void Run()
    {
        while (Next() is { } item)
        {
            try
            {
                _call(item, _over.Token);
            }
#pragma warning disable CA1031 // the application's code: the next item is served all the same
            catch
#pragma warning restore CA1031
            {
                // Whoever can report it has done so in the call.
            }
        }

        _ended.SetResult();
    }

    private T? Next()
    {
        bool isTold = _onEmpty is null;
        while (true)
        {
            lock (_gate)
            {
                _current = null;
                while (_items.Count == 0 && isTold)
                {
                    if (_isClosed)
                    {
                        return null;
                    }

                    Monitor.Wait(_gate);
                }

                if (_items.TryDequeue(out T? item))
                {
                    return _current = item;
                }
            }

            _onEmpty?.Invoke();
            isTold = true;
        }
    }
}
