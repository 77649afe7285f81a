using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.Tests.ApplicationCode;

/// <summary>Handlers of failures that do not return, or that call back.</summary>
[Trait("Speed", "Slow")]
public sealed class FailureHandlerTests : ClusterTest
{
    private const int FailuresNotHandled = 1013;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_never_returns_does_not_hold_up_disposing_which_says_what_is_not_handled(bool blocks)
    {
        using ManualResetEventSlim ever = new();
        TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RecordedLog log = new();
        KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = log;
            options.Properties["message.timeout.ms"] = "100";
            options.FlushTimeout = TimeSpan.FromSeconds(1);
            options.OnDeliveryFailed = _ =>
            {
                called.TrySetResult();
                if (blocks)
                {
                    ever.Wait();
                }

                return new ValueTask(new TaskCompletionSource().Task);
            };
        });
        await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        for (int i = 0; i < 3; i++)
        {
            await client.GetProducer<Number>().EnqueueAsync(new Number("a", i), cancellationToken: Cancelled);
        }

        await called.Task.WaitAsync(Bound, Cancelled);
        Task closed = client.DisposeAsync().AsTask();
        bool ended = await Task.WhenAny(closed, Task.Delay(Bound, Cancelled)) == closed;
        ever.Set();

        Assert.True(ended, "disposing waited for the handler");
        await closed;
        RecordedLog.Line line = Assert.Single(log.Lines, line => line.EventId == FailuresNotHandled);
        Assert.Contains("OnDeliveryFailed had not returned", line.Text, StringComparison.Ordinal);
        Assert.Contains("numbers", line.Text, StringComparison.Ordinal);
        Assert.Contains("3 failures", line.Text, StringComparison.Ordinal);
        Assert.Equal((0, 0L), (client.BufferedRecords, client.BufferedBytes));
    }

    [Fact]
    public async Task A_host_stops_within_its_time_although_a_handler_never_returns()
    {
        TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RecordedLog log = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddKafkaGen(options =>
        {
            options.BootstrapServers = Kafka.BootstrapServers;
            options.LoggerFactory = log;
            options.Properties["message.timeout.ms"] = "100";
            options.OnDeliveryFailed = _ =>
            {
                called.TrySetResult();
                return new ValueTask(new TaskCompletionSource().Task);
            };
        });
        IHost host = builder.Build();
        await host.StartAsync(Cancelled);
        ITopicProducer<Number> producer = await KnowAsync(host.Services.GetRequiredService<ITopicProducer<Number>>());
        Kafka.StopBroker(1);
        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
        await called.Task.WaitAsync(Bound, Cancelled);

        await host.StopAsync(Cancelled).WaitAsync(Bound, Cancelled);

        Assert.Single(log.Lines, line => line.EventId == FailuresNotHandled);
        host.Dispose();
    }

    [Fact]
    public async Task A_handler_that_heeds_its_token_ends_with_the_time()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RecordedLog log = new();
        KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = log;
            options.FlushTimeout = TimeSpan.Zero;
            options.OnDeliveryFailed = async failure =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, failure.CancellationToken);
                }
                finally
                {
                    cancelled.SetResult();
                }
            };
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        await producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        await cancelled.Task.WaitAsync(Bound, Cancelled);
        Assert.Single(log.Lines, line => line.EventId == FailuresNotHandled);
        Assert.DoesNotContain(log.Lines, line => line.EventId == 1008);
    }

    [Fact]
    public async Task A_flush_that_a_handler_awaits_does_not_wait_for_the_handler_and_others_do()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient? client = null;
        int handled = 0;
        client = Connect(options =>
        {
            options.Properties["message.timeout.ms"] = "100";
            options.OnDeliveryFailed = async _ =>
            {
                await client!.FlushAsync();
                handled++;
            };
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        for (int i = 0; i < 3; i++)
        {
            await producer.EnqueueAsync(new Number("a", i), cancellationToken: Cancelled);
        }

        await producer.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);

        Assert.Equal(3, handled);
    }
}
