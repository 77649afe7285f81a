using System.Diagnostics;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>
/// A small shell that outlives this process: when the pipe from here closes, because the cluster was disposed or because the test process was
/// killed, it ends the brokers that still run and removes their data.
/// </summary>
internal sealed class ProcessWatchdog : IAsyncDisposable
{
    private const string Script =
        """
        pids=
        while read -r line; do pids=$line; done
        test -z "$pids" || kill -KILL $pids
        rm -rf -- "$1"
        """;

    private readonly Process _shell;
    private readonly HashSet<int> _watched = [];

    /// <summary>Starts the shell.</summary>
    /// <param name="folder">The folder to remove at the end; made by the caller for this purpose alone.</param>
    public ProcessWatchdog(string folder)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", folder]) { RedirectStandardInput = true };
        _shell = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
    }

    public void Watch(int processId) => Tell(() => _watched.Add(processId));

    /// <summary>Called before the process is gone, so that its id can never be another's by the time it is used.</summary>
    public void Release(int processId) => Tell(() => _watched.Remove(processId));

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private void Tell(Func<bool> change)
    {
        lock (_watched)
        {
            if (change())
            {
                _shell.StandardInput.WriteLine(string.Join(' ', _watched));
                _shell.StandardInput.Flush();
            }
        }
    }
}
