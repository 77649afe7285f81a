using System.Diagnostics;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>One broker and controller, as a process of its own.</summary>
internal sealed class KafkaNode : IAsyncDisposable
{
    private const int KeptLines = 60;

    private readonly KafkaHome _home;
    private readonly ProcessWatchdog _watchdog;
    private readonly Queue<string> _lastLines = new();
    private Process? _process;
    private LoopbackProxy? _proxy;

    public KafkaNode(KafkaHome home, ProcessWatchdog watchdog, KafkaNodeFiles files)
    {
        _home = home;
        _watchdog = watchdog;
        Files = files;
        _proxy = Open(files.Proxied);
    }

    public KafkaNodeFiles Files { get; private set; }

    public int Id => Files.Id;

    /// <summary>The broker's <c>log.dirs</c>.</summary>
    public string DataFolder => Files.DataFolder;

    /// <summary>What stands between the node and its proxied clients.</summary>
    public LoopbackProxy Proxy => _proxy ?? throw new InvalidOperationException($"Kafka node {Id} has no proxy.");

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
        var start = new ProcessStartInfo(_home.Script("kafka-server-start.sh"), [Files.Properties])
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

    /// <summary>Completes when the process has ended by itself.</summary>
    public async Task EndsAsync(TimeSpan bound)
    {
        Process process = _process ?? throw new InvalidOperationException($"Kafka node {Id} was not started.");
        await process.WaitForExitAsync().WaitAsync(bound);
        _watchdog.Release(process.Id);
    }

    /// <summary>Gives the proxied clients of a node that does not run other ports.</summary>
    public async Task MoveAsync()
    {
        int[] ports = LoopbackPorts.Take(2);
        await Proxy.DisposeAsync();
        Files = Files.Move(new ProxiedPort(ports[0], ports[1]));
        _proxy = Open(Files.Proxied);
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (_process is { HasExited: false })
        {
            // Its data is thrown away: nothing is gained by a clean stop, which takes seconds and hangs without a quorum.
            await SignalAsync("KILL");
        }

        _process?.Dispose();
    }

    private static LoopbackProxy? Open(ProxiedPort? ports) => ports is null ? null : LoopbackProxy.Start(ports.Before, ports.Behind);

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
