using System.Diagnostics;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>One broker and controller, as a process of its own.</summary>
internal sealed class KafkaNode : IAsyncDisposable
{
    private const int KeptLines = 60;

    private readonly KafkaHome _home;
    private readonly ProcessWatchdog _watchdog;
    private readonly string _properties;
    private readonly Queue<string> _lastLines = new();
    private Process? _process;

    public KafkaNode(KafkaHome home, ProcessWatchdog watchdog, int id, string properties, string dataFolder)
    {
        _home = home;
        _watchdog = watchdog;
        _properties = properties;
        Id = id;
        DataFolder = dataFolder;
    }

    public int Id { get; }

    /// <summary>The broker's <c>log.dirs</c>.</summary>
    public string DataFolder { get; }

    /// <summary>The last lines that the broker logged.</summary>
    public string LogTail
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join('\n', _lastLines);
            }
        }
    }

    private Process Running =>
        _process is { HasExited: false } process ? process : throw new InvalidOperationException($"Kafka node {Id} does not run.");

    /// <summary>Starts the process and completes when the broker serves.</summary>
    public async Task StartAsync(TimeSpan bound)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo(_home.Script("kafka-server-start.sh"), [_properties])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["KAFKA_HEAP_OPTS"] = "-Xmx384m";

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data, started);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, started);
        process.Exited += (_, _) => started.TrySetException(Failure($"ended with code {process.ExitCode} before it served"));
        process.Start();
        _process = process;
        _watchdog.Watch(process.Id);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await started.Task.WaitAsync(bound);
        }
        catch (TimeoutException)
        {
            throw Failure($"did not serve within {bound.TotalSeconds:0} s");
        }
    }

    /// <summary>Sends a signal by its name: TERM stops cleanly, KILL at once, STOP freezes, CONT thaws. Waits for the end of an ended process.</summary>
    public async Task SignalAsync(string signal)
    {
        Process process = Running;
        bool ends = signal is "TERM" or "KILL";
        if (ends)
        {
            _watchdog.Release(process.Id);
        }

        await KafkaTool.RunAsync("/bin/sh", ["-c", "kill -s \"$0\" \"$1\"", signal, $"{process.Id}"], TimeSpan.FromSeconds(10));
        if (ends)
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            // Its data is thrown away: nothing is gained by a clean stop, which takes seconds and hangs without a quorum.
            await SignalAsync("KILL");
        }

        _process?.Dispose();
    }

    private void Keep(string? line, TaskCompletionSource started)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }

        if (line.Contains("Kafka Server started", StringComparison.Ordinal))
        {
            started.TrySetResult();
        }
    }

    private InvalidOperationException Failure(string what) => new($"Kafka node {Id} {what}. The end of its log:\n{LogTail}");
}
