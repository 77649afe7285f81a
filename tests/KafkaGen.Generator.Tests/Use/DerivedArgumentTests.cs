using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Use;

/// <summary>KG0305 and KG0009: messages of a type derived from the contract's.</summary>
public sealed class DerivedArgumentTests
{
    [Fact]
    public Task Argument_of_a_derived_type_that_adds_members_is_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public record Order(int Id);
        #pragma warning disable KG0009
        public record Rush(int Id, int Hours) : Order(Id);
        public record Later(int Id, int Hours) : Rush(Id, Hours);
        #pragma warning restore KG0009
        [KafkaTopic("own")] public record Own(int Id) : Order(Id) { public int More { get; init; } }
        public sealed class Checkout(ITopicProducer<Order> orders)
        {
            public async Task Use(Rush rush, Later later, Own own, List<Rush> many)
            {
                await orders.ProduceAsync({|KG0305:rush|});
                await orders.EnqueueAsync({|KG0305:new Rush(1, 2)|});
                orders.TryEnqueue({|KG0305:later|});
                await orders.ProduceAsync({|KG0305:own|});
                await orders.ProduceManyAsync({|KG0305:many|});
                await orders.ProduceManyAsync(messages: {|KG0305:new[] { rush }|});
            }
        }
        """);

    [Fact]
    public Task Argument_whose_members_are_all_written_is_not_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public record Order(int Id) { public virtual int More => 1; }
        #pragma warning disable KG0009
        public sealed record Same(int Id) : Order(Id) { public override int More => 2; public static int Count => 3; private int Hidden { get; } = 4; public int Use() => Hidden; }
        public sealed record Rush(int Id, int Hours) : Order(Id);
        #pragma warning restore KG0009
        public sealed class Checkout(ITopicProducer<Order> orders)
        {
            public async Task Use(Order order, Same same, Rush rush, List<Order> many, Order[] array)
            {
                await orders.ProduceAsync(order);
                await orders.ProduceAsync(same);
                await orders.ProduceAsync((Order)rush);
                await orders.ProduceManyAsync(many);
                await orders.ProduceManyAsync(array);
                Take(rush);
            }
            private static void Take(Order message) => _ = message;
        }
        """);

    [Fact]
    public Task Argument_of_a_producer_interface_is_looked_at_too() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public record Order(int Id);
        [KafkaTopic("rush")] public sealed record Rush(int Id, int Hours) : Order(Id);
        [KafkaProducer] public interface IEvents { ValueTask SendAsync(Order order, [PartitionKey] string key, CancellationToken ct); }
        public interface IOther { ValueTask SendAsync(Order order); }
        public sealed class Checkout(IEvents events, IOther other)
        {
            public async Task Use(Rush rush, Order order)
            {
                await events.SendAsync({|KG0305:rush|}, "key", default);
                await events.SendAsync(ct: default, key: "key", order: {|KG0305:rush|});
                await events.SendAsync(order, "key", default);
                await events.SendAsync((Order)rush, "key", default);
                await other.SendAsync(rush);
            }
        }
        """);

    [Fact]
    public Task Listed_derived_type_is_not_reported() => Reported.AssertAsMarkedAsync("""
        namespace Shop
        {
            using System.Text.Json.Serialization;
            #pragma warning disable KG0202, KG0009
            [KafkaTopic("orders"), JsonPolymorphic, JsonDerivedType(typeof(Rush), "rush")] public record Order(int Id);
            public sealed record Rush(int Id, int Hours) : Order(Id);
            public sealed record Slow(int Id, int Days) : Order(Id);
            public sealed class Checkout(ITopicProducer<Order> orders)
            {
                public async Task Use(Rush rush, Slow slow) { await orders.ProduceAsync(rush); await orders.ProduceAsync({|KG0305:slow|}); }
            }
        }
        """);

    [Fact]
    public Task Type_derived_from_a_contract_is_reported_unless_it_is_one() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("orders")] public record Order(int Id);
        public record {|KG0009:Rush|}(int Id, int Hours) : Order(Id);
        [KafkaTopic("slow")] public record Slow(int Id) : Order(Id);
        """);
}
