using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.Logging;

#pragma warning disable KG0303, xUnit1031 // a thread that is made for it waits

namespace KafkaGen.Tests.ApplicationCode;

/// <summary>A client that is made inside a request, as lazily made singletons are: what it calls later must not see that request.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class AmbientContextTests : ClusterTest
{
    private static readonly AsyncLocal<object?> s_request = new();

    // What runs on the stack of the request's own calls may see it.
    [ThreadStatic]
    private static bool s_isRequest;

    private readonly ConcurrentDictionary<string, bool> _seen = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _called = new();

    [Fact]
    public async Task No_callback_sees_the_context_in_which_the_client_was_made()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        using ActivityListener spans = new()
        {
            ShouldListenTo = source => source.Name == KafkaGenTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ => Look("span"),
        };
        using MeterListener meters = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: KafkaGenTelemetry.MeterName, Name: "kafkagen.records.delivered" or "kafkagen.records.failed" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, _, _) => Look("metric"));
        ActivitySource.AddActivityListener(spans);
        meters.Start();

        // Started by a thread of the pool whose context is dropped with its work item.
        (KafkaGenClient client, KafkaGenClient secured) = await Task.Run(HandleRequest, Cancelled);
        await Task.WhenAll(Called("span"), Called("metric"), Called("log"), Called("handler"), Called("token"), Called("header")).WaitAsync(Bound, Cancelled);
        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);
        await secured.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        Assert.Empty(_seen.Where(one => one.Value).Select(one => one.Key));
    }

    [Fact]
    public void What_the_context_holds_is_collected_while_the_client_lives()
    {
        using KafkaGenClient client = Connect();
        WeakReference held = Use(client: null, out KafkaGenClient made);

        // More than one collection: what the last work item of a thread held goes with its next.
        for (int i = 0; held.IsAlive && i < 50; i++)
        {
            Task.WaitAll([.. Enumerable.Range(0, Environment.ProcessorCount * 4).Select(_ => Task.Run(static () => { }, Cancelled))], Cancelled);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(held.IsAlive);
        Assert.Equal("numbers", made.GetProducer<Number>().Topic);
        made.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Use(KafkaGenClient? client, out KafkaGenClient made)
    {
        byte[] large = new byte[20_000_000];
        KafkaGenClient? one = client;
        Thread request = new(() =>
        {
            s_request.Value = large;
            one = Connect(options =>
            {
                options.LoggerFactory = new LookingLog(() => { });
                options.OnDeliveryFailed = _ => ValueTask.CompletedTask;
                options.Properties["debug"] = "broker";
            });
            one.GetProducer<Number>().ProduceAsync(new Number("a", 1)).AsTask().Wait(Bound);
        });
        request.Start();
        request.Join();
        made = one!;
        return new WeakReference(large);
    }

    private (KafkaGenClient Client, KafkaGenClient Secured) HandleRequest()
    {
        s_isRequest = true;
        s_request.Value = "alpha";
        using Activity activity = new Activity("request").Start();
        KafkaGenClient client = Connect(options =>
        {
            options.LoggerFactory = new LookingLog(() => Look("log"));
            options.Properties["debug"] = "broker";
            options.Properties["message.timeout.ms"] = "2000";
            options.MaxBufferedRecords = 1;
            options.OnDeliveryFailed = _ =>
            {
                Look("handler");
                return ValueTask.CompletedTask;
            };
        });
        ITopicProducer<Number> producer = KnowAsync(client.GetProducer<Number>()).GetAwaiter().GetResult();

        // The second one waits for room, and is put together by the thread that serves those who wait.
        Task first = producer.ProduceAsync(new Number("a", 1)).AsTask();
        Task second = producer.ProduceAsync(new Number("a", 2), new ProduceOptions { Headers = [new RecordHeader("h", new LookingMemory(() => Look("header")).Whole)] }).AsTask();
        Assert.True(Task.WaitAll([first, second], Bound));
        Kafka.StopBroker(1);
        producer.EnqueueAsync(new Number("a", 3)).AsTask().Wait(Bound);

        KafkaGenClient secured = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.FlushTimeout = TimeSpan.Zero;
            options.Properties["security.protocol"] = "SASL_PLAINTEXT";
            options.Properties["sasl.mechanism"] = "OAUTHBEARER";
            options.OAuthBearerTokenProvider = _ =>
            {
                Look("token");
                throw new InvalidOperationException("no token");
            };
        });
        s_isRequest = false;
        return (client, secured);
    }

    private void Look(string where)
    {
        if (s_isRequest)
        {
            return;
        }

        bool seen = s_request.Value is not null || Activity.Current?.OperationName == "request";
        _seen.AddOrUpdate(where, seen, (_, before) => before || seen);
        _called.GetOrAdd(where, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private Task Called(string where) => _called.GetOrAdd(where, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private sealed class LookingMemory(Action look) : MemoryManager<byte>
    {
        private readonly byte[] _bytes = [1];

        internal ReadOnlyMemory<byte> Whole => CreateMemory(_bytes.Length);

        public override Span<byte> GetSpan()
        {
            look();
            return _bytes;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class LookingLog(Action look) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => look();

        public void Dispose()
        {
        }
    }
}
