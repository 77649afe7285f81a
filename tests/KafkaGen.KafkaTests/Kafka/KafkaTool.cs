using System.Diagnostics;

namespace KafkaGen.KafkaTests.Kafka;

/// <summary>What a command-line tool printed.</summary>
internal sealed record KafkaTool(int ExitCode, string Output, string Error)
{
    /// <summary>
    /// Runs a program to its end; fails with what it printed when it ends with another code than 0, or does not read its input and end within the bound.
    /// </summary>
    public static async Task<KafkaTool> RunAsync(string program, IEnumerable<string> arguments, TimeSpan bound, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await WriteAsync(process, input, bound);
            await process.WaitForExitAsync().WaitAsync(bound);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"'{program}' did not end within {bound.TotalSeconds:0} s. It printed:\n{await output}\n{await error}");
        }

        var result = new KafkaTool(process.ExitCode, await output, await error);
        return result.ExitCode == 0
            ? result
            : throw new InvalidOperationException($"'{program}' ended with code {result.ExitCode}:\n{result.Output}\n{result.Error}");
    }

    private static async Task WriteAsync(Process process, string input, TimeSpan bound)
    {
        try
        {
            await process.StandardInput.WriteAsync(input).WaitAsync(bound);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all. Its code and what it printed say why.
        }
    }
}
