using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Fixes;

[Trait("Speed", "Slow")]
public sealed class AwaitFixTests
{
    private const string Head = """
        using System;
        using System.Threading.Tasks;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);

        """;

    [Fact]
    public Task Dropped_call_is_awaited_and_its_method_becomes_async() => Fixed<AwaitFix>.AssertAsync(
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            // Places it.
            public void Place(Order order)
            {
                // first
                {|KG0302:orders.ProduceAsync(order)|}; // one
            }

            internal static void Enqueue(ITopicProducer<Order> to, Order order)
            {
                {|KG0302:to.EnqueueAsync(order).ConfigureAwait(false)|};
            }

            void Short(Order order) => {|KG0302:orders.ProduceAsync(order).AsTask()|};

            public void Outer(Order order)
            {
                void Inner() { {|KG0302:orders.ProduceAsync(order)|}; }
                Inner();
            }
        }
        """,
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            // Places it.
            public async Task Place(Order order)
            {
                // first
                await orders.ProduceAsync(order); // one
            }

            internal static async Task Enqueue(ITopicProducer<Order> to, Order order)
            {
                await to.EnqueueAsync(order).ConfigureAwait(false);
            }

            async Task Short(Order order) => await orders.ProduceAsync(order);

            public void Outer(Order order)
            {
                async Task Inner() { await orders.ProduceAsync(order); }
                Inner();
            }
        }
        """);

    [Fact]
    public Task Blocked_call_is_awaited() => Fixed<AwaitFix>.AssertAsync(
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(Order order)
            {
                RecordMetadata a = {|KG0303:orders.ProduceAsync(order).Result|};
                long b = {|KG0303:orders.ProduceAsync(order).GetAwaiter().GetResult()|}.Offset;
                {|KG0303:orders.ProduceAsync(order).AsTask().Wait()|};
                {|KG0303:orders.FlushAsync().ConfigureAwait(false).GetAwaiter().GetResult()|};
                await Task.Yield();
                _ = (a, b);
            }
            public Func<Order, Task<long>> Lambda() => async order => {|KG0303:orders.ProduceAsync(order).Result|}.Offset;
        }
        """,
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(Order order)
            {
                RecordMetadata a = await orders.ProduceAsync(order);
                long b = (await orders.ProduceAsync(order)).Offset;
                await orders.ProduceAsync(order);
                await orders.FlushAsync().ConfigureAwait(false);
                await Task.Yield();
                _ = (a, b);
            }
            public Func<Order, Task<long>> Lambda() => async order => (await orders.ProduceAsync(order)).Offset;
        }
        """);

    [Theory]
    [InlineData("public RecordMetadata Get(Order order) => {|KG0303:orders.ProduceAsync(order).Result|};")]
    [InlineData("public void Each(Order[] all) => Array.ForEach(all, order => {|KG0302:orders.ProduceAsync(order)|});")]
    [InlineData("public Task Own(Order order) { {|KG0302:orders.ProduceAsync(order)|}; return Task.CompletedTask; }")]
    [InlineData("public override string ToString() { {|KG0303:orders.FlushAsync().AsTask().Wait()|}; return \"\"; }")]
    [InlineData("public async Task Limit(Order order) { {|KG0303:orders.ProduceAsync(order).AsTask().Wait(100)|}; await Task.Yield(); }")]
    [InlineData("public async Task Lock(Order order) { lock (orders) { {|KG0303:orders.ProduceAsync(order).AsTask().Wait()|}; } await Task.Yield(); }")]
    [InlineData("public async Task Maybe(Order order) { {|KG0302:orders?.ProduceAsync(order)|}; await Task.Yield(); }")]
    [InlineData("public void Out(out int x, Order order) { x = 1; {|KG0302:orders.ProduceAsync(order)|}; }")]
    public Task What_cannot_await_is_left_alone(string method) => Fixed<AwaitFix>.AssertNotOfferedAsync(
        Head + "public sealed class C(ITopicProducer<Order> orders) { " + method + " }");
}
