using KafkaGen.ApplicationCode;
using KafkaGen.Configuration;
using KafkaGen.Producing;
using KafkaGen.Sending;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Transactions;

/// <summary>The producers that run the transactions of one configured id, each under an id of its own.</summary>
internal sealed class TransactionPool : IKafkaTransactions
{
    private readonly TransactionalProducer[] _all;
    private readonly Queue<TransactionalProducer> _free = new();
    private readonly LinkedList<TransactionBegin> _waiting = new();
    private readonly SenderSettings _client;
    private readonly object _gate = new();
    private Task? _closing;

    /// <exception cref="KafkaConfigurationException">An option is out of its range, or contradicts the client's.</exception>
    internal TransactionPool(
        string transactionalId,
        KafkaTransactionOptions options,
        SenderSettings client,
        Func<RecordSender, TopicProducers> openProducers,
        ClientLog log)
    {
        options.Check();
        TransactionalId = transactionalId;
        Options = options;
        Logger = log.CreateLogger(KafkaGenLog.Category);
        _client = client;

        // Of all before any thread is started: wrong options leave nothing behind.
        SenderSettings[] settings = [.. Enumerable.Range(0, options.PoolSize).Select(number => client.ForTransactions($"{transactionalId}-{number}", options))];
        _all = [.. settings.Select(own => new TransactionalProducer(own.TransactionalId!, own, options, openProducers, log))];
        _all[0].Open();
        foreach (TransactionalProducer producer in _all)
        {
            if (client.IsWarmUp)
            {
                producer.WarmUp();
            }

            Return(producer);
        }
    }

    public string TransactionalId { get; }

    internal KafkaTransactionOptions Options { get; }

    internal ILogger Logger { get; }

    public ValueTask<KafkaTransaction> BeginAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<KafkaTransaction>(cancellationToken);
        }

        TransactionBegin begin = new(cancellationToken);
        TransactionalProducer? producer;
        lock (_gate)
        {
            if (_closing is not null)
            {
                return ValueTask.FromException<KafkaTransaction>(Disposed());
            }

            if (!_free.TryDequeue(out producer))
            {
                LinkedListNode<TransactionBegin> place = _waiting.AddLast(begin);
                TimeSpan maxBlock = _client.MaxBlock;
                begin.FailAfter(maxBlock, () => TransactionErrors.NoneFree(TransactionalId, _all.Length, maxBlock), () => Forget(place));
            }
        }

        if (producer is not null)
        {
            Begin(producer, begin);
        }

        return new(begin.Task);
    }

    /// <summary>The senders of its producers.</summary>
    internal IEnumerable<RecordSender> Senders => _all.Select(producer => producer.CurrentSender).OfType<RecordSender>();

    /// <summary>Takes a producer back whose transaction has ended. Those who wait get it in their sequence.</summary>
    internal void Return(TransactionalProducer producer)
    {
        TransactionBegin next;
        lock (_gate)
        {
            do
            {
                if (_waiting.First is not { } first)
                {
                    _free.Enqueue(producer);
                    return;
                }

                _waiting.RemoveFirst();
                next = first.Value;
            }
            while (!next.IsWaiting);
        }

        next.OnProducer();
        Begin(producer, next);
    }

    /// <summary>Sets user and password of connections that are made from now on.</summary>
    internal void SetCredentials(string username, string password) => Array.ForEach(_all, producer => producer.SetCredentials(username, password));

    /// <summary>Aborts what is open, until <paramref name="until"/> gives that up, and closes the connections.</summary>
    internal Task CloseAsync(Deadline until)
    {
        TransactionBegin[] waiting;
        lock (_gate)
        {
            if (_closing is not null)
            {
                return _closing;
            }

            waiting = [.. _waiting];
            _waiting.Clear();
            _closing = OwnThread.Run("KafkaGen closing", () => Task.WaitAll([.. _all.Select(producer => OwnThread.Run("KafkaGen closing", () => producer.Close(until)))]));
        }

        Array.ForEach(waiting, begin => begin.Fail(Disposed()));
        return _closing;
    }

    private static ObjectDisposedException Disposed() => new(nameof(KafkaGenClient), "The KafkaGen client is disposed: no more transactions are begun.");

    private void Forget(LinkedListNode<TransactionBegin> place)
    {
        lock (_gate)
        {
            place.List?.Remove(place);
        }
    }

    private void Begin(TransactionalProducer producer, TransactionBegin begin)
    {
        try
        {
            producer.Begin(failure =>
            {
                if (failure is not null)
                {
                    Return(producer);
                    begin.Fail(failure);
                    return;
                }

                KafkaTransaction transaction = new(this, producer);
                if (!begin.TryComplete(transaction))
                {
                    // The coordinator was asked all the same; a transaction that nobody waits for is aborted.
                    _ = OwnThread.Detached(() => Task.Run(() => AbandonAsync(transaction)));
                }
            });
        }
        catch (ObjectDisposedException error)
        {
            begin.Fail(error);
        }
    }

    private static async Task AbandonAsync(KafkaTransaction unwanted)
    {
        try
        {
            await unwanted.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is KafkaGenException or ObjectDisposedException)
        {
            // The caller has been told that nobody waits.
        }
    }
}
