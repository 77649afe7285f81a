namespace KafkaGen.Generator.Tests.Approved;

/// <summary>What generated code looks like to people who step into it.</summary>
public sealed class ApprovedTests
{
    [Fact]
    public Task A_positional_record_with_every_part() => ApprovedTest.AssertAsync(nameof(A_positional_record_with_every_part), """
        using System;
        using System.Collections.Generic;
        using KafkaGen;
        namespace Shop;

        [KafkaTopic("orders.created")]
        [Compression(CompressionCodec.Zstd, Level = 3)]
        [KafkaHeader("type", "order.created")]
        public sealed record OrderCreated(
            [PartitionKey] Guid OrderId,
            [KafkaHeader("tenant")] string Tenant,
            [KafkaTimestamp] DateTimeOffset At,
            [KafkaPartition] int? Shard,
            decimal? Discount,
            OrderState State,
            IReadOnlyList<OrderLine> Lines);

        public sealed record OrderLine(string Sku, int Quantity);

        public enum OrderState : long { Created = -1 }
        """, isListShown: true);

    [Fact]
    public Task A_struct_with_a_composite_key() => ApprovedTest.AssertAsync(nameof(A_struct_with_a_composite_key), """
        using KafkaGen;
        namespace Shop;

        public readonly record struct CustomerId(string Value);

        [KafkaTopic("ticks")]
        public struct Tick
        {
            [PartitionKey(Order = 2)] public int Line { get; set; }
            [PartitionKey(Order = 1)] public CustomerId Customer { get; set; }
        }
        """);

    [Fact]
    public Task Members_that_are_left_out() => ApprovedTest.AssertAsync(nameof(Members_that_are_left_out), """
        using System.Text.Json.Serialization;
        using KafkaGen;
        namespace Shop;

        [KafkaTopic("sparse")]
        public sealed class Sparse
        {
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Text { get; set; }
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Number { get; set; }
            public int Always { get; set; }
            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? After { get; set; }
        }
        """);

    [Fact]
    public Task Collections() => ApprovedTest.AssertAsync(nameof(Collections), """
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using KafkaGen;
        namespace Shop;

        [KafkaTopic("baskets")]
        public sealed record Basket(int?[] Array, HashSet<string> Set, IEnumerable<int> Any, ImmutableArray<int> Fixed, Dictionary<string, int?> Map);
        """);

    [Fact]
    public Task Rejected_contracts() => ApprovedTest.AssertAsync(nameof(Rejected_contracts), """
        using KafkaGen;
        namespace Shop;

        [KafkaTopic({|KG0001:"not a topic"|})]
        public sealed record Wrong([PartitionKey] double {|KG0101:Key|});
        """, isListShown: true);

    [Fact]
    public Task A_timestamp_that_may_be_missing() => ApprovedTest.AssertAsync(nameof(A_timestamp_that_may_be_missing), """
        using System;
        using KafkaGen;
        namespace Shop;

        [KafkaTopic("stamps")]
        public sealed record Stamped([KafkaTimestamp] DateTime? At, [PartitionKey] byte[]? Id);
        """);
}
