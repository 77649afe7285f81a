namespace KafkaGen.PackageTests;

/// <summary>How a program ended, and what it printed.</summary>
internal sealed record ProgramRun(int ExitCode, string Output)
{
    public ProgramRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"ended with {ExitCode}:\n{Output}");
        return this;
    }
}
