using KafkaGen.AnalyzerTests.Driving;
using KafkaGen.CodeFixes;

namespace KafkaGen.AnalyzerTests.Fixes;

public sealed class EnqueueFixTests
{
    private const string Head = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);

        """;

    [Fact]
    public Task Dropped_call_tries_to_enqueue_where_nothing_can_be_awaited() => FixedSource.AssertAsync<EnqueueFix>(
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public void Place(Order order, ProduceOptions options, CancellationToken ct)
            {
                orders.ProduceAsync(order); // one
                orders.ProduceAsync(order, ct);
                orders.ProduceAsync(order, options, ct);
                orders.ProduceAsync(cancellationToken: ct, message: order);
                orders.EnqueueAsync(order).AsTask();
                orders?.ProduceAsync(order);
            }
            public void Short(Order order) => orders.ProduceAsync(order);
            public void Each(Order[] all) => Array.ForEach(all, order => orders.ProduceAsync(order));
        }
        """,
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public void Place(Order order, ProduceOptions options, CancellationToken ct)
            {
                orders.TryEnqueue(order); // one
                orders.TryEnqueue(order);
                orders.TryEnqueue(order, options);
                orders.TryEnqueue(message: order);
                orders.TryEnqueue(order);
                orders?.TryEnqueue(order);
            }
            public void Short(Order order) => orders.TryEnqueue(order);
            public void Each(Order[] all) => Array.ForEach(all, order => orders.TryEnqueue(order));
        }
        """);

    [Fact]
    public Task Dropped_call_in_an_async_function_awaits_the_room_in_the_buffer() => FixedSource.AssertAsync<EnqueueFix>(
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(Order order, ProduceOptions options, CancellationToken ct)
            {
                orders.ProduceAsync(order);
                orders.ProduceAsync(order, ct);
                orders.ProduceAsync(order, options, ct);
                orders.EnqueueAsync(order);
                await Task.Yield();
            }
        }
        """,
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(Order order, ProduceOptions options, CancellationToken ct)
            {
                await orders.EnqueueAsync(order);
                await orders.EnqueueAsync(order, cancellationToken: ct);
                await orders.EnqueueAsync(order, options, ct);
                await orders.EnqueueAsync(order);
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("public void Flush() { orders.FlushAsync(); }")]
    [InlineData("public void Many(Order[] all) { orders.ProduceManyAsync(all); }")]
    [InlineData("public void Keep(Order order) { ValueTask<RecordMetadata> kept = orders.ProduceAsync(order); }")]
    [InlineData("public async Task Other() { Task.Delay(1); await Task.Yield(); }")]
    public Task What_is_no_record_or_kept_is_left_alone(string method) => FixedSource.AssertNotOfferedAsync<EnqueueFix>(
        Head + "public sealed class C(ITopicProducer<Order> orders) { " + method + " public object Use() => orders; }");
}
