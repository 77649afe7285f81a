namespace KafkaGen.Benchmarks.Produce;

/// <summary>What is the same for every contender.</summary>
internal static class ProduceSettings
{
    public const string LingerMs = "5";

    /// <summary>Records of one round.</summary>
    private const int Records = 300_000;

    private const int Callers = 64;
    private const int InFlightPerCaller = 250;

    /// <summary>Always the same records.</summary>
    public static Tick[] MakeTicks()
    {
        var random = new Random(20240229);
        byte[] id = new byte[16];
        var ticks = new Tick[Records];
        for (int i = 0; i < ticks.Length; i++)
        {
            random.NextBytes(id);
            ticks[i] = new Tick(new Guid(id), i, random.Next(1, 1_000_000) / 100m, random.Next(1, 10_000));
        }

        return ticks;
    }

    /// <summary>The same records with the moment of the call as their timestamp, so that no broker finds them too old to keep.</summary>
    public static StampedTick[] MakeStampedTicks()
    {
        DateTimeOffset at = DateTimeOffset.UtcNow;
        return [.. MakeTicks().Select(tick => new StampedTick(tick.Instrument, tick.Sequence, tick.Price, tick.Volume, at))];
    }

    /// <summary>Lets 64 callers share the records, each with up to 250 in flight, all of them awaited.</summary>
    public static Task ByCallersAsync<T>(ReadOnlyMemory<T> messages, Func<ReadOnlyMemory<T>, Task> awaitAll)
    {
        int share = messages.Length / Callers;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            ReadOnlyMemory<T> own = caller == Callers - 1 ? messages[(caller * share)..] : messages.Slice(caller * share, share);
            for (int start = 0; start < own.Length; start += InFlightPerCaller)
            {
                await awaitAll(own.Slice(start, Math.Min(InFlightPerCaller, own.Length - start)));
            }
        })));
    }

    public static void ThrowIfFailed(int failed)
    {
        if (failed > 0)
        {
            throw new InvalidOperationException($"{failed} records were not acknowledged: the figures would mean nothing.");
        }
    }
}
