using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Fixes;

[Trait("Speed", "Slow")]
public sealed class ProduceManyFixTests
{
    private const string Head = """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);

        """;

    [Fact]
    public Task Loop_becomes_one_call() => Fixed<ProduceManyFix>.AssertAsync(
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(List<Order> all, IEnumerable<Order> some, ProduceOptions options, CancellationToken ct)
            {
                // All of them.
                foreach (Order order in all)
                {
                    {|KG0304:await orders.ProduceAsync(order)|};
                }

                foreach (var order in all) {|KG0304:await orders.ProduceAsync(order, ct).ConfigureAwait(false)|};
                foreach (Order order in some) { {|KG0304:await orders.ProduceAsync(order, options, ct)|}; }
                foreach (int id in Enumerable.Range(0, 9)) { {|KG0304:await orders.ProduceAsync(new Order(id))|}; }
                foreach (Order order in all ?? new()) { {|KG0304:await orders.ProduceAsync(order with { Id = 1 })|}; }
            }
        }
        """,
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(List<Order> all, IEnumerable<Order> some, ProduceOptions options, CancellationToken ct)
            {
                // All of them.
                (await orders.ProduceManyAsync(all)).ThrowIfFailed();

                (await orders.ProduceManyAsync(all, cancellationToken: ct).ConfigureAwait(false)).ThrowIfFailed();
                (await orders.ProduceManyAsync(some.ToList(), options: options, cancellationToken: ct)).ThrowIfFailed();
                (await orders.ProduceManyAsync(Enumerable.Range(0, 9).Select(id => new Order(id)).ToList())).ThrowIfFailed();
                (await orders.ProduceManyAsync((all ?? new()).Select(order => order with { Id = 1 }).ToList())).ThrowIfFailed();
            }
        }
        """);

    [Fact]
    public Task Task_a_record_becomes_one_call() => Fixed<ProduceManyFix>.AssertAsync(
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(Order[] all, CancellationToken ct)
            {
                await {|KG0304:Task.WhenAll(all.Select(order => orders.ProduceAsync(order).AsTask()))|};
                await {|KG0304:Task.WhenAll(all.Where(order => order.Id > 1).Select(async order => await orders.ProduceAsync(order, ct)).ToArray())|}.ConfigureAwait(false);
                await {|KG0304:Task.WhenAll(all.Select((order) => orders.ProduceAsync(new Order(order.Id)).AsTask()))|};
            }
        }
        """,
        Head + """
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(Order[] all, CancellationToken ct)
            {
                (await orders.ProduceManyAsync(all)).ThrowIfFailed();
                (await orders.ProduceManyAsync(all.Where(order => order.Id > 1).ToList(), cancellationToken: ct).ConfigureAwait(false)).ThrowIfFailed();
                (await orders.ProduceManyAsync(all.Select(order => new Order(order.Id)).ToList())).ThrowIfFailed();
            }
        }
        """);

    [Fact]
    public Task Linq_is_named_in_full_where_it_is_not_imported() => Fixed<ProduceManyFix>.AssertAsync(
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(IEnumerable<Order> some)
            {
                foreach (Order order in some)
                {
                    {|KG0304:await orders.ProduceAsync(order)|};
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(int Id);
        public sealed class C(ITopicProducer<Order> orders)
        {
            public async Task Place(IEnumerable<Order> some)
            {
                (await orders.ProduceManyAsync(System.Linq.Enumerable.ToList(some))).ThrowIfFailed();
            }
        }
        """);

    [Theory]
    [InlineData("foreach (Order order in all) { if (order.Id > 0) { {|KG0304:await orders.ProduceAsync(order)|}; } }")]
    [InlineData("foreach (Order order in all) { var next = order; {|KG0304:await orders.ProduceAsync(next)|}; }")]
    [InlineData("foreach (Order order in new List<object>()) { {|KG0304:await orders.ProduceAsync(order)|}; }")]
    [InlineData("RecordMetadata[] at = await {|KG0304:Task.WhenAll(all.Select(order => orders.ProduceAsync(order).AsTask()))|};")]
    [InlineData("Task later = {|KG0304:Task.WhenAll(all.Select(order => orders.ProduceAsync(order).AsTask()))|}; await later;")]
    public Task What_does_more_is_left_alone(string statement) => Fixed<ProduceManyFix>.AssertNotOfferedAsync(
        Head + "public sealed class C(ITopicProducer<Order> orders) { public async Task Place(Order[] all) { " + statement + " await Task.Yield(); } }");
}
