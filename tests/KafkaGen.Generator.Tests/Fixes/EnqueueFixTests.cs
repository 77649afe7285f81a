using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Fixes;

[Trait("Speed", "Slow")]
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
    public Task Dropped_call_tries_to_enqueue_where_nothing_can_be_awaited() => Fixed<EnqueueFix>.AssertAsync(
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public void Place(Order order, ProduceOptions options, CancellationToken ct)
            {
                {|KG0302:orders.ProduceAsync(order)|}; // one
                {|KG0302:orders.ProduceAsync(order, ct)|};
                {|KG0302:orders.ProduceAsync(order, options, ct)|};
                {|KG0302:orders.ProduceAsync(cancellationToken: ct, message: order)|};
                {|KG0302:orders.EnqueueAsync(order).AsTask()|};
                {|KG0302:orders?.ProduceAsync(order)|};
            }
            public void Short(Order order) => {|KG0302:orders.ProduceAsync(order)|};
            public void Each(Order[] all) => Array.ForEach(all, order => {|KG0302:orders.ProduceAsync(order)|});
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
    public Task Dropped_call_in_an_async_function_awaits_the_room_in_the_buffer() => Fixed<EnqueueFix>.AssertAsync(
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(Order order, ProduceOptions options, CancellationToken ct)
            {
                {|CS4014:orders.ProduceAsync(order)|};
                {|CS4014:orders.ProduceAsync(order, ct)|};
                {|CS4014:orders.ProduceAsync(order, options, ct)|};
                {|CS4014:orders.EnqueueAsync(order)|};
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
    [InlineData("public void Flush() { {|KG0302:orders.FlushAsync()|}; }")]
    [InlineData("public void Many(Order[] all) { {|KG0302:orders.ProduceManyAsync(all)|}; }")]
    [InlineData("public void Keep(Order order) { ValueTask<RecordMetadata> kept = {|KG0302:orders.ProduceAsync(order)|}; }")]
    [InlineData("public async Task Other() { {|CS4014:Task.Delay(1)|}; await Task.Yield(); }")]
    public Task What_is_no_record_or_kept_is_left_alone(string method) => Fixed<EnqueueFix>.AssertNotOfferedAsync(
        Head + "public sealed class C(ITopicProducer<Order> orders) { " + method + " public object Use() => orders; }");
}
