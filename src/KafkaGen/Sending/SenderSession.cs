using KafkaGen.ApplicationCode;
using KafkaGen.Native;

namespace KafkaGen.Sending;

/// <summary>One life of the native producer: who is inside, and the thread that reads its reports. After a fatal error a sender begins another.</summary>
internal sealed class SenderSession
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_flushSlice = TimeSpan.FromMilliseconds(50);

    private readonly IProducerEvents _events;
    private readonly Thread _deliveryThread;
    private volatile bool _stopped;
    private int _failed;

    internal SenderSession(NativeProducer native, IProducerEvents events)
    {
        Native = native;
        _events = events;
        _deliveryThread = new Thread(ReadEvents) { IsBackground = true, Name = $"KafkaGen delivery {native.Name}" };
    }

    internal NativeProducer Native { get; }

    /// <summary>Calls of <see cref="Native"/> are made inside.</summary>
    internal SenderGate Gate { get; } = new();

    /// <summary>Where OAuth tokens come from, when they come from the application.</summary>
    internal TokenRefresher? Tokens { get; init; }

    /// <summary>Whether <see cref="End"/> is done.</summary>
    internal bool IsEnded { get; private set; }

    // Without the ambient context of whoever makes the client: listeners of metrics run on it.
    internal void Start() => _deliveryThread.UnsafeStart();

    /// <summary>Notes that the native producer has failed for good.</summary>
    /// <returns>Whether that was not known yet.</returns>
    internal bool TryFail() => Interlocked.Exchange(ref _failed, 1) == 0;

    /// <summary>Sends what is queued without waiting for the linger, for a short time.</summary>
    internal void Flush() => Native.Flush(s_flushSlice);

    /// <summary>
    /// Gives up what is left, reads the reports of that until <paramref name="isAnswered"/> or <paramref name="bound"/>, and destroys the native producer.
    /// Nobody is inside any more.
    /// </summary>
    /// <returns>Whether librdkafka's threads ended within <paramref name="bound"/>, too.</returns>
    internal bool End(Func<bool> isAnswered, Action failUnreported, TimeSpan bound)
    {
        Native.Purge();
        long until = Environment.TickCount64 + (long)bound.TotalMilliseconds;
        while (!isAnswered() && Environment.TickCount64 < until)
        {
            // Returns when all is reported, also what a purge makes of it.
            Flush();
        }

        _stopped = true;
        Native.WakePoll();
        Tokens?.Dispose();
        if (!_deliveryThread.Join(bound))
        {
            // A listener of metrics blocks it. It may come back, so that neither its records nor what they are made of can be taken away.
            IsEnded = true;
            return false;
        }

        failUnreported();
        IsEnded = true;
        return OwnThread.Start("KafkaGen destroying", Native.Destroy).Join(bound);
    }

    private void ReadEvents()
    {
        while (!_stopped)
        {
            Native.Poll(s_poll, _events);
            _events.OnPolled();
        }
    }
}
