using KafkaGen.KafkaTests.Faults;
using Xunit.Runner.InProc.SystemConsole;

namespace KafkaGen.KafkaTests;

internal static class Program
{
    private static Task<int> Main(string[] args) => args is ["chaos", .. var options] ? ChaosRun.RunAsync(options) : ConsoleRunner.Run(args);
}
