using System.Diagnostics;
using System.Threading.Channels;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests.Crashes;

/// <summary>samples/Payments as a process of its own, which a test kills.</summary>
internal sealed class PaymentsProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessWatchdog _watchdog;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _errors = [];

    private PaymentsProcess(Process process, ProcessWatchdog watchdog)
    {
        _process = process;
        _watchdog = watchdog;
    }

    public static PaymentsProcess Start(KafkaCluster kafka)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Payments.dll"), $"--Kafka:BootstrapServers={kafka.BootstrapServers}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var watchdog = new ProcessWatchdog(Directory.CreateTempSubdirectory("kafkagen-payments-").FullName);
        var worker = new PaymentsProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, watchdog);
        worker._process.OutputDataReceived += (_, line) => worker.Keep(line.Data);
        worker._process.ErrorDataReceived += (_, line) => worker.KeepError(line.Data);
        worker._process.Start();
        watchdog.Watch(worker._process.Id);
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Completes when the worker begins another batch; fails with what it printed when it ends before.</summary>
    public async Task BeginsBatchAsync()
    {
        try
        {
            while (!(await _lines.Reader.ReadAsync()).StartsWith("Booking", StringComparison.Ordinal))
            {
                // The end of the batch before.
            }
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"The worker ended by itself:\n{string.Join('\n', _errors)}");
        }
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    /// <returns>Whether a batch was not committed, or its commit not answered.</returns>
    public async Task<bool> KillAsync()
    {
        _watchdog.Release(_process.Id);
        _process.Kill();
        await _process.WaitForExitAsync();
        string last = "";
        await foreach (string line in _lines.Reader.ReadAllAsync())
        {
            last = line;
        }

        return !last.StartsWith("Booked", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        await _watchdog.DisposeAsync();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }

    private void KeepError(string? line)
    {
        if (line is not null)
        {
            lock (_errors)
            {
                _errors.Add(line);
            }
        }
    }
}
