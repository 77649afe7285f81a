namespace KafkaGen.Configuration;

/// <summary>What changes while a client runs. Its transactions have the same object.</summary>
internal sealed class LiveSettings(TimeSpan maxBlock, TimeSpan flushTimeout)
{
    private long _maxBlock = maxBlock.Ticks;
    private long _flushTimeout = flushTimeout.Ticks;

    internal TimeSpan MaxBlock => TimeSpan.FromTicks(Interlocked.Read(ref _maxBlock));

    internal TimeSpan FlushTimeout => TimeSpan.FromTicks(Interlocked.Read(ref _flushTimeout));

    internal void Change(LiveSettings changed)
    {
        Interlocked.Exchange(ref _maxBlock, changed.MaxBlock.Ticks);
        Interlocked.Exchange(ref _flushTimeout, changed.FlushTimeout.Ticks);
    }
}
