using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Fixes;

[Trait("Speed", "Slow")]
public sealed class KeyTypeFixTests
{
    [Fact]
    public Task Key_type_becomes_the_contracts() => Fixed<KeyTypeFix>.AssertAsync(
        """
        using System;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order([PartitionKey] Guid? Id);
        [KafkaTopic("b")] public sealed record Line([PartitionKey(Order = 1)] string Tenant, [PartitionKey(Order = 2)] int Number);
        public sealed class Checkout(IKeyedTopicProducer<{|KG0310:string|}, Order> orders, IKeyedTopicProducer< {|KG0310:int|} /* key */, Line> lines)
        {
            public object Use(KafkaGenClient client) => (orders, lines, client.GetKeyedProducer<{|KG0310:Guid?|}, Order>());
        }
        """,
        """
        using System;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order([PartitionKey] Guid? Id);
        [KafkaTopic("b")] public sealed record Line([PartitionKey(Order = 1)] string Tenant, [PartitionKey(Order = 2)] int Number);
        public sealed class Checkout(IKeyedTopicProducer<Guid, Order> orders, IKeyedTopicProducer< (string, int) /* key */, Line> lines)
        {
            public object Use(KafkaGenClient client) => (orders, lines, client.GetKeyedProducer<Guid, Order>());
        }
        """);
}
