using KafkaGen.Json.Tests.Shapes.Running;
using Xunit.MicrosoftTestingPlatform;

namespace KafkaGen.Json.Tests;

internal static class Program
{
    private static Task<int> Main(string[] args) =>
        args is ["long", .. var options]
            ? Task.FromResult(LongRun.Run(options, Console.Out))
            : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
