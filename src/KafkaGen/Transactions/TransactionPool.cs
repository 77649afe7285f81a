using System.Threading.Channels;
using KafkaGen.Configuration;
using KafkaGen.Sending;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Transactions;

/// <summary>The producers that run the transactions of one configured id, each under an id of its own.</summary>
internal sealed class TransactionPool : IKafkaTransactions
{
    private readonly TransactionalProducer[] _all;
    private readonly Channel<TransactionalProducer> _free = Channel.CreateUnbounded<TransactionalProducer>();
    private readonly SenderSettings _client;
    private readonly object _closeGate = new();
    private Task? _closing;

    /// <exception cref="KafkaConfigurationException">An option is out of its range, or contradicts the client's.</exception>
    internal TransactionPool(
        string transactionalId,
        KafkaTransactionOptions options,
        SenderSettings client,
        Func<RecordSender, TopicProducers> openProducers,
        ILogger logger)
    {
        options.Check();
        TransactionalId = transactionalId;
        Options = options;
        Logger = logger;
        _client = client;

        // The settings of all before any thread is started. What librdkafka itself refuses is known only when the first producer is made.
        SenderSettings[] settings = [.. Enumerable.Range(0, options.PoolSize).Select(number => client.ForTransactions($"{transactionalId}-{number}", options))];
        _all = [.. settings.Select(own => new TransactionalProducer(own.TransactionalId!, own, options, openProducers, logger))];
        try
        {
            _all[0].Open();
        }
        catch
        {
            Array.ForEach(_all, producer => producer.Discard());
            throw;
        }

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

    public async ValueTask<KafkaTransaction> BeginAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TransactionalProducer producer = await TakeAsync(cancellationToken).ConfigureAwait(false);
        Task<KafkaTransaction> begun = BeginOnAsync(producer);
        try
        {
            return await begun.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The coordinator is asked all the same; a transaction that nobody waits for is aborted.
            _ = AbandonAsync(begun);
            throw;
        }
    }

    /// <summary>The senders of its producers.</summary>
    internal IEnumerable<RecordSender> Senders => _all.Select(producer => producer.CurrentSender).OfType<RecordSender>();

    /// <summary>Takes a producer back whose transaction has ended.</summary>
    internal void Return(TransactionalProducer producer) => _free.Writer.TryWrite(producer);

    /// <summary>Sets user and password of connections that are made from now on.</summary>
    internal void SetCredentials(string username, string password) => Array.ForEach(_all, producer => producer.SetCredentials(username, password));

    /// <summary>Aborts what is open, until <paramref name="cancellationToken"/> gives that up, and closes the connections.</summary>
    internal Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_closeGate)
        {
            return _closing ??= Task.Run(() => CloseOnceAsync(cancellationToken), CancellationToken.None);
        }
    }

    private static async Task AbandonAsync(Task<KafkaTransaction> begun)
    {
        try
        {
            await using KafkaTransaction unwanted = await begun.ConfigureAwait(false);
        }
        catch (Exception error) when (error is KafkaGenException or ObjectDisposedException)
        {
            // It was not begun. The caller has been told that nobody waits.
        }
    }

    private async Task<TransactionalProducer> TakeAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TimeSpan maxBlock = _client.MaxBlock;
        bound.CancelAfter(maxBlock);
        try
        {
            // A channel serves those who wait in their sequence.
            return await _free.Reader.ReadAsync(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TransactionErrors.NoneFree(TransactionalId, _all.Length, maxBlock);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(KafkaGenClient), "The KafkaGen client is disposed: no more transactions are begun.");
        }
    }

    private async Task<KafkaTransaction> BeginOnAsync(TransactionalProducer producer)
    {
        try
        {
            await producer.BeginAsync().ConfigureAwait(false);
        }
        catch
        {
            Return(producer);
            throw;
        }

        return new KafkaTransaction(this, producer);
    }

    private async Task CloseOnceAsync(CancellationToken cancellationToken)
    {
        _free.Writer.TryComplete();
        while (_free.Reader.TryRead(out _))
        {
            // Nobody begins another one.
        }

        await Task.WhenAll(_all.Select(producer => producer.CloseAsync(cancellationToken))).ConfigureAwait(false);
    }
}
