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
    // Every method is the last tier's by then, as OperationsPerInvoke is far above the runtime's threshold.
    private const int WarmUps = 8;
    private const int MillisecondsOfIteration = 200;

    public static int Run(int iterations)
    {
        double bytes = new JsonBenchmark().AssertSameBytes();

        // In this process, which runs what the package manager resolved; a project of its own for each benchmark takes minutes to restore and build.
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Default)
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
        Console.WriteLine("| | ns per record | error | bytes allocated | ratio |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        double first = summary.Reports[0].ResultStatistics!.Median;
        foreach (BenchmarkReport report in summary.Reports)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo} | {report.ResultStatistics!.Median:F0} | {report.ResultStatistics.StandardError:F1} " +
                $"| {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)} | {report.ResultStatistics.Median / first:F2} |"));
        }

        return 0;
    }
}
