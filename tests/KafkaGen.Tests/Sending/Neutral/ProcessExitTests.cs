using System.Diagnostics;
using System.Globalization;
using KafkaGen.Tests.Contracts;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Tests.Sending.Neutral;

/// <summary>A process that ends without disposing its client: it is this program, told to run one test that ends it.</summary>
[Trait("Speed", "Slow")]
public sealed class ProcessExitTests : ClusterTest
{
    private const string Servers = "KAFKAGEN_EXIT_SERVERS";
    private const int Records = 20_000;

    [Fact]
    public async Task What_was_accepted_is_sent_and_what_is_open_is_logged()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            ArgumentList = { "--filter-method", $"{typeof(ProcessExitTests).FullName}.{nameof(End_of_the_process)}", "--explicit", "only" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Servers] = Kafka.BootstrapServers;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancelled);
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancelled);

        await process.WaitForExitAsync(Cancelled).WaitAsync(Bound * 2, Cancelled);

        string said = await output + await errors;
        Assert.Contains("EVENT 1014 ", said, StringComparison.Ordinal);
        Assert.Contains($" {Records.ToString(CultureInfo.InvariantCulture)} records are open", said, StringComparison.Ordinal);
        Assert.Equal(Records, Read("numbers", Records).Count);
    }

    [Fact(Explicit = true)]
    public async Task End_of_the_process()
    {
        string? servers = Environment.GetEnvironmentVariable(Servers);
        Assert.SkipWhen(servers is null, "It ends the process: another test runs it in one of its own.");
        KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = servers!;
            options.LoggerFactory = new ConsoleLog();

            // Nothing is sent before the end.
            options.Properties["linger.ms"] = "100000";
            options.Properties["batch.num.messages"] = "1000000";
            options.Properties["batch.size"] = "10000000";
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        for (int i = 0; i < Records; i++)
        {
            Assert.True(producer.TryEnqueue(new Number("a", i)));
        }

        Environment.Exit(0);
    }

    private sealed class ConsoleLog : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Not Console.Out, which the test runner has replaced.
            using Stream errors = Console.OpenStandardError();
            errors.Write(System.Text.Encoding.UTF8.GetBytes($"EVENT {eventId.Id} {formatter(state, exception)}\n"));
        }

        public void Dispose()
        {
        }
    }
}
