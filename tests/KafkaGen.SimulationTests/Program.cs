using Xunit.MicrosoftTestingPlatform;

namespace KafkaGen.SimulationTests;

internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["simulate", .. var options] => Task.FromResult(SimulateCommand.Run(options)),
        _ => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
