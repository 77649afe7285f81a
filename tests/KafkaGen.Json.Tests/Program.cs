using KafkaGen.Json.Tests.Shapes.Running;
using Xunit.Runner.InProc.SystemConsole;

namespace KafkaGen.Json.Tests;

internal static class Program
{
    private static Task<int> Main(string[] args) =>
        args is ["long", .. var options] ? Task.FromResult(LongRun.Run(options, Console.Out)) : ConsoleRunner.Run(args);
}
