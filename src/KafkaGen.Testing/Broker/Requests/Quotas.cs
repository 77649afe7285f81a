namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Bytes a second that clients may send or fetch. Who takes more is answered at once, told to hold back, and not read from meanwhile (KIP-219).</summary>
internal sealed class Quotas
{
    // Kafka averages over its samples of a second, so that a burst of less passes.
    private static readonly TimeSpan s_burst = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(bool Produce, string ClientId), Allowance> _allowances = [];

    /// <summary>Sets or, with <see langword="null"/>, removes a client's quota.</summary>
    public void Set(bool produce, string clientId, long? bytesPerSecond)
    {
        if (bytesPerSecond is { } rate)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
            _allowances[(produce, clientId)] = new Allowance(rate);
        }
        else
        {
            _allowances.Remove((produce, clientId));
        }
    }

    /// <summary>Counts bytes and tells how long the client should hold back.</summary>
    public TimeSpan Charge(bool produce, string? clientId, long bytes, TimeSpan now)
    {
        if (_allowances.Count == 0 || clientId is null || !_allowances.TryGetValue((produce, clientId), out Allowance? allowance))
        {
            return TimeSpan.Zero;
        }

        TimeSpan paidUntil = (allowance.PaidUntil > now ? allowance.PaidUntil : now) + TimeSpan.FromSeconds((double)bytes / allowance.BytesPerSecond);
        allowance.PaidUntil = paidUntil;
        TimeSpan throttle = paidUntil - now - s_burst;
        return throttle > TimeSpan.Zero ? throttle : TimeSpan.Zero;
    }

    private sealed class Allowance(long bytesPerSecond)
    {
        public long BytesPerSecond { get; } = bytesPerSecond;

        public TimeSpan PaidUntil { get; set; }
    }
}
