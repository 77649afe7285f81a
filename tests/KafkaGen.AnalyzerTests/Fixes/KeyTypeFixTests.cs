using KafkaGen.AnalyzerTests.Driving;
using KafkaGen.CodeFixes;

namespace KafkaGen.AnalyzerTests.Fixes;

public sealed class KeyTypeFixTests
{
    [Fact]
    public Task Key_type_becomes_the_contracts() => FixedSource.AssertAsync<KeyTypeFix>(
        """
        using System;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order([PartitionKey] Guid? Id);
        [KafkaTopic("b")] public sealed record Line([PartitionKey(Order = 1)] string Tenant, [PartitionKey(Order = 2)] int Number);
        public sealed class Checkout(IKeyedTopicProducer<string, Order> orders, IKeyedTopicProducer< int /* key */, Line> lines)
        {
            public object Use(KafkaGenClient client) => (orders, lines, client.GetKeyedProducer<Guid?, Order>());
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
