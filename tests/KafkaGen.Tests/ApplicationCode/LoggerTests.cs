using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Tests.ApplicationCode;

/// <summary>Loggers that throw or block.</summary>
public sealed class LoggerTests : ClusterTest
{
    private const int EnqueuedRecordsFailed = 1004;

    [Fact]
    public async Task A_line_that_a_logger_throws_at_is_dropped_and_the_next_one_is_written()
    {
        using ThrowingOnceLog log = new(EnqueuedRecordsFailed);
        KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = log;
            options.Properties["message.timeout.ms"] = "100";
            options.FlushTimeout = TimeSpan.Zero;
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);

        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        await log.Thrown.WaitAsync(Bound, Cancelled);
        await producer.EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled);
        await log.Written.WaitAsync(Bound, Cancelled);

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public async Task Loggers_that_always_throw_stop_neither_the_start_nor_a_record_nor_the_end()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = new FaultyLog(() => throw new IOException("disk full"));
            options.Properties["debug"] = "broker";
        });

        RecordMetadata at = await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(0, at.Offset);
        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public async Task A_logger_that_blocks_does_not_hold_up_the_end()
    {
        // So that there is something to log.
        Kafka.StopBroker(1);
        using ManualResetEventSlim ever = new();
        using SemaphoreSlim entered = new(0);
        KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = new FaultyLog(() =>
            {
                entered.Release();
                ever.Wait();
            });
            options.Properties["debug"] = "broker";
            options.FlushTimeout = TimeSpan.FromSeconds(1);
        });
        Assert.True(await entered.WaitAsync(Bound, Cancelled));

        Task closed = client.DisposeAsync().AsTask();
        bool ended = await Task.WhenAny(closed, Task.Delay(Bound, Cancelled)) == closed;
        ever.Set();

        Assert.True(ended, "disposing waited for the logger");
        await closed;
    }

    private sealed class FaultyLog(Action act) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => act();

        public void Dispose()
        {
        }
    }

    private sealed class ThrowingOnceLog(int eventId) : ILoggerFactory, ILogger
    {
        private readonly TaskCompletionSource _thrown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Thrown => _thrown.Task;

        public Task Written => _written.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (id.Id != eventId)
            {
                return;
            }

            if (_thrown.TrySetResult())
            {
                throw new IOException("disk full");
            }

            _written.TrySetResult();
        }

        public void Dispose()
        {
        }
    }
}
