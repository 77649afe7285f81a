using KafkaGen.CodeFixes;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Fixes;

[Trait("Speed", "Slow")]
public sealed class KeyOrderFixTests
{
    [Fact]
    public Task Parts_are_numbered_as_they_are_declared() => Fixed<KeyOrderFix>.AssertAsync(
        """
        using KafkaGen;
        [KafkaTopic("a")] public sealed record A([PartitionKey] string Order, int Other, [PartitionKey()] int {|KG0111:Number|}, [PartitionKey] long {|KG0111:Third|});
        [KafkaTopic("b")]
        public sealed class B
        {
            [PartitionKey]
            public int One { get; set; }

            [PartitionKey]
            public int {|KG0111:Two|} { get; set; }
        }
        """,
        """
        using KafkaGen;
        [KafkaTopic("a")] public sealed record A([PartitionKey(Order = 1)] string Order, int Other, [PartitionKey(Order = 2)] int Number, [PartitionKey(Order = 3)] long Third);
        [KafkaTopic("b")]
        public sealed class B
        {
            [PartitionKey(Order = 1)]
            public int One { get; set; }

            [PartitionKey(Order = 2)]
            public int Two { get; set; }
        }
        """);

    [Theory]
    [InlineData("public sealed record A([PartitionKey(Order = 1)] string Order, [PartitionKey(Order = 1)] int {|KG0111:Number|});")]
    [InlineData("public sealed record A([PartitionKey] string Order, [PartitionKey(Order = 0)] int {|KG0111:Number|});")]
    public Task Parts_that_somebody_numbered_are_left_alone(string type) => Fixed<KeyOrderFix>.AssertNotOfferedAsync(
        "using KafkaGen; [KafkaTopic(\"a\")] " + type);
}
