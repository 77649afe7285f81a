using KafkaGen.Transport;

namespace KafkaGen.Provisioning;

/// <summary>Waits until a broker of the cluster answers.</summary>
internal static class BrokerWait
{
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <returns>Whether one did within <paramref name="timeout"/>.</returns>
    internal static async Task<bool> RunAsync(RecordTransport transport, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long until = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan left = TimeSpan.FromMilliseconds(Math.Max(1, until - Environment.TickCount64));

            // In short calls, because a shutdown waits for the one that runs.
            if (await transport.ReachAsync(left < s_slice ? left : s_slice).ConfigureAwait(false))
            {
                return true;
            }

            if (Environment.TickCount64 >= until)
            {
                return false;
            }

            // It may fail at once, such as when every broker refuses.
            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
