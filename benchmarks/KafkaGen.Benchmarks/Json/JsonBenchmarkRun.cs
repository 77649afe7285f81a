using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace KafkaGen.Benchmarks.Json;

/// <summary>Runs <see cref="JsonBenchmark"/> and prints the table of the README.</summary>
internal static class JsonBenchmarkRun
{
    // Enough for the runtime to compile the last tier of everything.
    private const int WarmUps = 8;
    private const int MillisecondsOfIteration = 200;

    public static int Run(int iterations)
    {
        double bytes = new JsonBenchmark().AssertSameBytes();

        // In this process, which runs what the package manager resolved; a project of its own for each benchmark takes minutes to restore and build.
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.DontLogOutput)
            .WithWarmupCount(WarmUps)
            .WithIterationCount(iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(MillisecondsOfIteration));
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
            .WithOptions(ConfigOptions.DisableLogFile);
        Summary summary = BenchmarkRunner.Run<JsonBenchmark>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => report.ResultStatistics is null))
        {
            Console.Error.WriteLine("Not every benchmark ran: " + string.Join('\n', summary.ValidationErrors.Select(error => error.Message)));
            return 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Orders of 8 members with 3 lines, {bytes:F0} bytes on average, the same bytes by all:\n"));
        Console.WriteLine("| | ns per record | bytes allocated | ratio |");
        Console.WriteLine("|---|--:|--:|--:|");
        double first = summary.Reports[0].ResultStatistics!.Median;
        foreach (BenchmarkReport report in summary.Reports)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')} | {report.ResultStatistics!.Median:F0} " +
                $"| {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)} | {report.ResultStatistics.Median / first:F2} |"));
        }

        double error = summary.Reports.Max(report => report.ResultStatistics!.StandardError / report.ResultStatistics.Mean);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nThe largest standard error of a mean is {error:P1}."));

        return 0;
    }
}
