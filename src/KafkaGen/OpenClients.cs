using KafkaGen.ApplicationCode;

namespace KafkaGen;

/// <summary>The clients that are not disposed. A process that ends gives them a short time to send what they have accepted, and says how much that is.</summary>
internal static class OpenClients
{
    // What orchestrators and terminals grant after their signal is 10 s and more; a process that ends by itself should not be seen to hang.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(5);

    // Closing ends connections after its flush.
    private static readonly TimeSpan s_afterFlush = TimeSpan.FromSeconds(5);

    private static readonly HashSet<KafkaGenClient> s_open = [];

    internal static void Add(KafkaGenClient client)
    {
        lock (s_open)
        {
            if (s_open.Count == 0)
            {
                AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
            }

            s_open.Add(client);
        }
    }

    internal static void Remove(KafkaGenClient client)
    {
        lock (s_open)
        {
            if (s_open.Remove(client) && s_open.Count == 0)
            {
                // So that an assembly load context that is unloaded is not held.
                AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
            }
        }
    }

    private static void OnProcessExit(object? sender, EventArgs e)
    {
        KafkaGenClient[] open;
        lock (s_open)
        {
            open = [.. s_open];
        }

        Deadline until = Deadline.In(s_bound + s_afterFlush);
        Task[] closing = [.. open.Select(client => client.CloseAtProcessExit(s_bound))];
        Array.ForEach(closing, task => until.Wait(task));
    }
}
