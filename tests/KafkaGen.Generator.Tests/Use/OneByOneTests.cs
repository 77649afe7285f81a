using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Use;

/// <summary>KG0304: collections whose records are produced one by one.</summary>
public sealed class OneByOneTests
{
    private const string Order = """
        [KafkaTopic("orders")] public sealed record Order(int Id);

        """;

    [Fact]
    public Task Loop_that_awaits_each_record_is_reported() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Checkout(ITopicProducer<Order> orders)
        {
            public async Task Plain(Order[] all, ProduceOptions options, CancellationToken ct)
            {
                foreach (Order order in all) { {|KG0304:await orders.ProduceAsync(order, ct)|}; }
                foreach (Order order in all) {|KG0304:await orders.ProduceAsync(order, options, ct).ConfigureAwait(false)|};
                foreach (int id in Enumerable.Range(0, 10)) { var order = new Order(id); {|KG0304:await orders.ProduceAsync(order)|}; }
                foreach (Order order in all) { if (order.Id > 0) { {|KG0304:await orders.ProduceAsync(order)|}; } }
                foreach (Order[] some in new[] { all }) { foreach (Order order in some) { {|KG0304:await orders.ProduceAsync(order)|}; } }
            }
        }
        """);

    [Fact]
    public Task Loop_that_does_more_is_not_reported() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Checkout(ITopicProducer<Order> orders, Dictionary<int, ITopicProducer<Order>> byId)
        {
            public async Task Other(List<Order> all, IAsyncEnumerable<Order> stream, CancellationToken ct)
            {
                foreach (Order order in all) { RecordMetadata at = await orders.ProduceAsync(order, ct); Console.WriteLine(at.Offset); }
                foreach (Order order in all) { await orders.ProduceAsync(order); await Task.Delay(10, ct); }
                foreach (Order order in all) { await orders.ProduceAsync(order); if (ct.IsCancellationRequested) break; }
                foreach (Order order in all) { try { await orders.ProduceAsync(order); } catch (ProduceException) { } }
                foreach (Order order in all) { await byId[order.Id].ProduceAsync(order); }
                foreach (Order order in all) { await orders.ProduceAsync(order, new ProduceOptions { Partition = order.Id }); }
                foreach (Order order in all) { await orders.ProduceAsync(order); Console.WriteLine(order); }
                foreach (Order order in all) { if (order.Id > 0) { await orders.ProduceAsync(order); } else { Console.WriteLine(); } }
                foreach (Order order in all) { await orders.EnqueueAsync(order); }
                foreach (Order order in all) { Func<Task> later = async () => await orders.ProduceAsync(order); _ = later; }
                await foreach (Order order in stream) { await orders.ProduceAsync(order); }
                while (!ct.IsCancellationRequested) { await orders.ProduceAsync(new Order(1)); }
                await orders.ProduceManyAsync(all);
            }
        }
        """);

    [Fact]
    public Task Task_a_record_is_reported() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Checkout(ITopicProducer<Order> orders)
        {
            public async Task All(List<Order> all, CancellationToken ct)
            {
                await {|KG0304:Task.WhenAll(all.Select(order => orders.ProduceAsync(order).AsTask()))|};
                await {|KG0304:Task.WhenAll(all.Select(async order => await orders.ProduceAsync(order, ct)))|};
                await {|KG0304:Task.WhenAll(all.Select(async order => { await orders.ProduceAsync(order, ct); }))|};
                await {|KG0304:Task.WhenAll(all.Where(order => order.Id > 1).Select(order => orders.ProduceAsync(order).AsTask()).ToList())|};
                RecordMetadata[] at = await {|KG0304:Task.WhenAll(all.Select(order => orders.ProduceAsync(order).AsTask()))|};
                _ = at;
            }
        }
        """);

    [Fact]
    public Task Task_a_record_that_does_more_is_not_reported() => Reported.AssertAsMarkedAsync(Order + """
        public sealed class Checkout(ITopicProducer<Order> orders, Dictionary<int, ITopicProducer<Order>> byId)
        {
            public async Task All(List<Order> all, CancellationToken ct)
            {
                await Task.WhenAll(all.Select(order => byId[order.Id].ProduceAsync(order).AsTask()));
                await Task.WhenAll(all.Select(async order => { await Task.Delay(1); await orders.ProduceAsync(order, ct); }));
                await Task.WhenAll(orders.ProduceAsync(all[0]).AsTask(), orders.ProduceAsync(all[1]).AsTask());
                await Task.WhenAll(all.Select(order => Task.CompletedTask));
                await Task.WhenAny(all.Select(order => orders.ProduceAsync(order).AsTask()));
            }
        }
        """);
}
