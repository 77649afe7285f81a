using KafkaGen.KafkaTests.Crashes;
using KafkaGen.KafkaTests.Faults;
using Xunit.MicrosoftTestingPlatform;

namespace KafkaGen.KafkaTests;

internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["chaos", .. var options] => ChaosRun.RunAsync(options),
        ["crashes", .. var options] => CrashRun.RunAsync(options),
        _ => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
