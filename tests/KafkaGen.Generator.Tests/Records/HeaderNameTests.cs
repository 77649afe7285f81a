using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Records;

/// <summary>KG0120: headers of one name.</summary>
public sealed class HeaderNameTests
{
    [Fact]
    public Task Headers_of_one_name_are_reported() => Reported.AssertAsMarkedAsync("""
        [assembly: KafkaContract(typeof(Named), "named", {|KG0120:Headers = new[] { "x=Id", "x=More" }|})]
        [KafkaTopic("a"), KafkaHeader("type", "a"), {|KG0120:KafkaHeader("type", "b")|}]
        public sealed record A(int Id, [{|KG0120:KafkaHeader("type")|}] string Type, [KafkaHeader("one"), {|KG0120:KafkaHeader("one")|}] int One);
        public sealed record Named(int Id, int More);
        """);

    [Fact]
    public Task Headers_of_different_names_are_not_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("a"), KafkaHeader("type", "a")]
        public sealed record A(int Id, [KafkaHeader("Type")] string Type, [KafkaHeader("one"), KafkaHeader("two")] int One);
        """);

    [Fact]
    public Task Interface_whose_method_has_such_headers_is_implemented_all_the_same() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("a")] public sealed record A(int Id);
        [KafkaProducer] public interface IEvents { ValueTask Send(A message, [KafkaHeader("x")] string x, [{|KG0120:KafkaHeader("x")|}] string y); }
        """);
}
