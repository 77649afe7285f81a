namespace KafkaGen.TestKit.Running;

/// <summary>How a program ended, and what it printed on both streams.</summary>
public sealed record ProgramRun(int ExitCode, string Output)
{
    /// <summary>The run itself, which must have ended with 0.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message holds what it printed.</exception>
    public ProgramRun Succeeded() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"Ended with {ExitCode}:\n{Output}");
}
