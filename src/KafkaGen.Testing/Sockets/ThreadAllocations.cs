namespace KafkaGen.Testing.Sockets;

/// <summary>What the cluster's threads allocate, so that a test which counts its process's allocations can leave the cluster's out.</summary>
internal sealed class ThreadAllocations
{
    [ThreadStatic]
    private static long s_counted;

    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Counts what the calling thread has allocated since its last call.</summary>
    public void Count()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Interlocked.Add(ref _bytes, allocated - s_counted);
        s_counted = allocated;
    }
}
