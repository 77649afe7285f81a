using System.Diagnostics;
using System.Text;

namespace KafkaGen.TestKit.Running;

/// <summary>Runs a program as a user would at a prompt.</summary>
public static class DotNet
{
    // A machine that does much else needs minutes for what takes seconds by itself.
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(10);

    /// <summary>Runs <c>dotnet</c> in a folder.</summary>
    public static Task<ProgramRun> RunAsync(string folder, string[] arguments, CancellationToken cancellationToken = default) =>
        RunAsync("dotnet", folder, arguments, new Dictionary<string, string>(), cancellationToken);

    /// <summary>Runs any program in a folder, with variables of its own.</summary>
    /// <exception cref="TimeoutException">It did not end within ten minutes. It was killed, with all that it started.</exception>
    public static async Task<ProgramRun> RunAsync(
        string program,
        string folder,
        string[] arguments,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken = default)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };

        // The test host may itself be run by MSBuild, whose variables would lead a second one astray.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        // A node that stays would keep the pipes open that are read to their end here.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // A compiler that lives for seconds gains nothing from profiling itself.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        StringBuilder output = new();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(s_bound);
        try
        {
            await Task.WhenAll(
                CopyAsync(process.StandardOutput, output, bound.Token),
                CopyAsync(process.StandardError, output, bound.Token),
                process.WaitForExitAsync(bound.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end within {s_bound}:\n{output}");
        }

        return new ProgramRun(process.ExitCode, output.ToString());
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to, CancellationToken cancellationToken)
    {
        while (await from.ReadLineAsync(cancellationToken) is { } line)
        {
            lock (to)
            {
                to.Append(line).Append('\n');
            }
        }
    }
}
