using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Use;

/// <summary>KG0302 and KG0303: results that nobody awaits, and threads that are blocked for one.</summary>
public sealed class ProduceResultTests
{
    private const string Order = """
        [KafkaTopic("orders")] public sealed record Order(int Id);

        """;

    [Fact]
    public Task Result_that_is_dropped_is_reported() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Checkout(ITopicProducer<Order> orders, ITopicProducer<Order>? maybe, KafkaGenClient client)
        {
            public void Drop(Order order)
            {
                {|KG0302:orders.ProduceAsync(order)|};
                {|KG0302:orders.EnqueueAsync(order)|};
                {|KG0302:orders.ProduceManyAsync([order])|};
                {|KG0302:orders.FlushAsync()|};
                {|KG0302:client.FlushAsync()|};
                {|KG0302:orders.ProduceAsync(order).AsTask()|};
                {|KG0302:orders.ProduceAsync(order).ConfigureAwait(false)|};
                {|KG0302:maybe?.ProduceAsync(order)|};
                ValueTask<RecordMetadata> forgotten = {|KG0302:orders.ProduceAsync(order)|};
            }
            public void Short(Order order) => {|KG0302:orders.ProduceAsync(order)|};
            public void ForEach(List<Order> all) => all.ForEach(order => {|KG0302:orders.ProduceAsync(order)|});
        }
        """);

    [Fact]
    public Task Result_of_a_producer_interface_that_is_dropped_or_waited_for_is_reported() => Reported.AssertAsMarkedAsync(Order + """
        [KafkaProducer] public interface IEvents { ValueTask<RecordMetadata> SendAsync(Order order); Task<RecordMetadata> TaskAsync(Order order); ValueTask EnqueueAsync(Order order); }
        public interface IOther { ValueTask SendAsync(Order order); }
        public sealed class Checkout(IEvents events, IOther other)
        {
            public void Drop(Order order)
            {
                {|KG0302:events.SendAsync(order)|};
                {|KG0302:events.TaskAsync(order)|};
                {|KG0302:events.EnqueueAsync(order)|};
                _ = {|KG0303:events.TaskAsync(order).Result|};
                {|KG0303:events.SendAsync(order).AsTask().Wait()|};
                other.SendAsync(order);
            }
            public async Task Use(Order order) { await events.SendAsync(order); await events.TaskAsync(order).ConfigureAwait(false); }
        }
        """);

    [Fact]
    public Task Step_of_a_transaction_that_is_dropped_or_waited_for_is_reported() => Reported.AssertAsMarkedAsync(Order + """
        public static class Checkout
        {
            public static void Drop(KafkaTransaction transaction, Order order)
            {
                {|KG0302:transaction.ProduceAsync(order)|};
                {|KG0302:transaction.CommitAsync()|};
                {|KG0303:transaction.AbortAsync().Wait()|};
            }
            public static async Task Use(KafkaTransaction transaction, Order order) { await transaction.ProduceAsync(order); await transaction.CommitAsync(); }
        }
        """);

    [Fact]
    public Task Where_the_compiler_warns_there_is_no_second_warning() => Reported.AssertAsMarkedAsync("#pragma warning disable CS4014\n" + Order + """
        public sealed class Checkout(ITopicProducer<Order> orders)
        {
            public async Task Drop(Order order)
            {
                orders.ProduceAsync(order);
                orders.ProduceAsync(order).AsTask();
                await Task.Yield();
            }
            public Func<Order, Task> Lambda() => async order => { orders.EnqueueAsync(order); await Task.Yield(); };
        }
        """);

    [Theory]
    [InlineData("orders.ProduceAsync(order)")]
    [InlineData("orders.EnqueueAsync(order)")]
    [InlineData("orders.ProduceAsync(order).AsTask()")]
    [InlineData("orders.ProduceAsync(order).ConfigureAwait(false)")]
    public void Compiler_warns_in_async_functions(string call)
    {
        var compilation = AnalyzerHost.Compile($$"""
            using System.Threading.Tasks;
            using KafkaGen;
            [KafkaTopic("orders")] public sealed record Order(int Id);
            public sealed class Checkout(ITopicProducer<Order> orders) { public async Task Drop(Order order) { {{call}}; await Task.Yield(); } }
            """);
        Assert.Equal("CS4014", Assert.Single(compilation.GetDiagnostics(TestContext.Current.CancellationToken)).Id);
    }

    [Fact]
    public Task Conditional_call_in_an_async_function_is_reported_since_the_compiler_says_nothing() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Checkout(ITopicProducer<Order>? orders)
        {
            public async Task Drop(Order order)
            {
                {|KG0302:orders?.ProduceAsync(order)|};
                await Task.Yield();
                Task Later() { {|KG0302:orders!.ProduceAsync(order)|}; return Task.CompletedTask; }
                await Later();
            }
        }
        """);

    [Fact]
    public Task Result_that_is_used_or_discarded_by_name_is_not_reported() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Checkout(ITopicProducer<Order> orders)
        {
            public async Task Use(Order order, List<Task> tasks)
            {
                await orders.ProduceAsync(order);
                RecordMetadata at = await orders.ProduceAsync(order).ConfigureAwait(false);
                tasks.Add(orders.ProduceAsync(order).AsTask());
                ValueTask<RecordMetadata> later = orders.ProduceAsync(order);
                await later;
                _ = orders.ProduceAsync(order);
                _ = at;
            }
            public ValueTask<RecordMetadata> Return(Order order) => orders.ProduceAsync(order);
            public void Try(Order order) => orders.TryEnqueue(order);
            public Func<Order, ValueTask> Lambda() => order => orders.EnqueueAsync(order);
        }
        """);

    [Fact]
    public Task Blocked_thread_is_reported() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Checkout(ITopicProducer<Order> orders)
        {
            public void Block(Order order)
            {
                RecordMetadata a = {|KG0303:orders.ProduceAsync(order).Result|};
                RecordMetadata b = {|KG0303:orders.ProduceAsync(order).GetAwaiter().GetResult()|};
                {|KG0303:orders.ProduceAsync(order).AsTask().Wait()|};
                {|KG0303:orders.ProduceAsync(order).AsTask().Wait(1000)|};
                RecordMetadata c = {|KG0303:orders.ProduceAsync(order).AsTask().Result|};
                {|KG0303:orders.EnqueueAsync(order).AsTask().GetAwaiter().GetResult()|};
                {|KG0303:orders.FlushAsync().ConfigureAwait(false).GetAwaiter().GetResult()|};
                _ = (a, b, c);
            }
        }
        """);

    [Fact]
    public Task Result_of_something_else_is_not_reported() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Other { public ValueTask<int> ProduceAsync(int message) => new(message); }
        public sealed class Checkout(ITopicProducer<Order> orders, Other other)
        {
            public void Block() { _ = other.ProduceAsync(1).Result; other.ProduceAsync(1); }
            public string Topic(Order order) => orders.ProduceAsync(order).AsTask().ContinueWith(task => 1).ToString()!;
        }
        """);
}
