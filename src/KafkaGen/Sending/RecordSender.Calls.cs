using KafkaGen.Native;

namespace KafkaGen.Sending;

// Calls of the native producer that send no records: of transactions, admin and credentials.
internal sealed partial class RecordSender
{
    /// <summary>Makes one of the native transaction calls. They block, and one thread makes them.</summary>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal NativeError? Transact(Func<NativeTransactions, NativeError?> call)
    {
        SenderSession session = Enter();
        try
        {
            return call(session.Native.Transactions);
        }
        finally
        {
            session.Gate.Leave();
        }
    }

    /// <summary>Makes calls of the native producer that block; they end early when the token that they get is cancelled, because closing waits for them.</summary>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal T Ask<T>(Func<NativeProducer, CancellationToken, T> call)
    {
        SenderSession session = Enter();
        try
        {
            return call(session.Native, _stopping.Token);
        }
        finally
        {
            session.Gate.Leave();
        }
    }

    /// <summary>The error after which this sender cannot send any more, if there is one.</summary>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal (KafkaErrorCode Code, string Reason)? FatalError()
    {
        SenderSession session = Enter();
        try
        {
            return session.Native.FatalError();
        }
        finally
        {
            session.Gate.Leave();
        }
    }

    /// <summary>The first record since <see cref="ForgetFailures"/> that was given to this sender and is not acknowledged: a transaction without it is not whole.</summary>
    internal Exception? FirstFailure => Volatile.Read(ref _firstFailure);

    /// <summary>Whether a record that was sent since <see cref="ForgetFailures"/> failed, other than by a purge.</summary>
    internal bool HasFailedDelivery { get; private set; }

    internal void ForgetFailures()
    {
        HasFailedDelivery = false;
        Volatile.Write(ref _firstFailure, null);
    }

    internal override void OnFailure(Exception error) => Interlocked.CompareExchange(ref _firstFailure, error, null);

    /// <summary>Sets user and password of connections that are made from now on.</summary>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses them.</exception>
    /// <exception cref="ObjectDisposedException">The sender is closed.</exception>
    internal void SetCredentials(string username, string password)
    {
        ThrowIfClosed();

        // Together, or a session that begins between the two would get neither.
        lock (_credentialGate)
        {
            if (TryEnter() is { } session)
            {
                try
                {
                    SetCredentials(session.Native, username, password);
                }
                finally
                {
                    session.Gate.Leave();
                }
            }

            _credentials = Tuple.Create(username, password);
        }
    }

    private static void SetCredentials(NativeProducer native, string username, string password)
    {
        if (native.SetCredentials(username, password) is { } refusal)
        {
            throw new KafkaConfigurationException("sasl.username", $"librdkafka refuses the credentials: {refusal}.");
        }
    }
}
