using KafkaGen.Generator.Tests.Driving;
using Microsoft.CodeAnalysis;

namespace KafkaGen.Generator.Tests.Use;

/// <summary>KG0220: types of which nothing is written.</summary>
public sealed class NoMembersTests
{
    [Fact]
    public Task Contract_without_members_that_are_written_is_reported() => Reported.AssertAsMarkedAsync("""
        [KafkaTopic("a")] public sealed record {|KG0220:Empty|};
        [KafkaTopic("b")] public struct {|KG0220:Fields|} { public int Id; }
        [KafkaTopic("c")] public sealed class {|KG0220:Hidden|} { internal int Id { get; set; } public int Written { set { } } public static int Count => 1; }
        [KafkaTopic("d")] public sealed record {|KG0220:Ignored|}([property: System.Text.Json.Serialization.JsonIgnore] int Id);
        """);

    [Fact]
    public async Task Value_type_without_members_that_are_written_is_reported_at_the_member_that_has_it()
    {
        string found = Assert.Single(await Reported.AssertAsMarkedAsync("""
            namespace Shop
            {
                [KafkaTopic("orders")] public sealed record Order(int Id, List<Line> Lines);
                public sealed record Line(int Sku, Price[] {|KG0220:Prices|}, Price? Last);
                public readonly struct Price { private readonly decimal _amount; public Price(decimal amount) => _amount = amount; public override string ToString() => $"{_amount}"; }
            }
            """));
        Assert.Contains("'Shop.Order.Lines[].Prices[]'", found, StringComparison.Ordinal);
        Assert.Contains("'Shop.Price'", found, StringComparison.Ordinal);
    }

    [Fact]
    public Task Types_of_which_something_is_written_are_not_reported() => Reported.AssertAsMarkedAsync("""
        namespace Shop
        {
            using System.Text.Json;
            using System.Text.Json.Serialization;
            [KafkaTopic("a")] public sealed record Order(int Id, Shape Shape, IShape Face, Extended Extended, Dictionary<string, int> Map, Inherited Inherited, Money Money);
            [JsonDerivedType(typeof(Circle), "circle")] public abstract record Shape;
            public sealed record Circle : Shape;
            [JsonDerivedType(typeof(Square), "square")] public interface IShape { }
            public sealed record Square : IShape;
            public sealed class Extended { [JsonExtensionData] public Dictionary<string, JsonElement>? More { get; set; } }
            public class Base { public int Id { get; set; } }
            public sealed class Inherited : Base { }
            [JsonConverter(typeof(MoneyConverter))] public readonly struct Money { }
            public sealed class MoneyConverter : JsonConverter<Money>
            {
                public override Money Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => default;
                public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(1);
            }
            [KafkaTopic("b")] public sealed class Included { [JsonInclude] internal int Id = 1; }
            [KafkaTopic("c")] public sealed class Raw { [KafkaValue] internal byte[] Bytes { get; set; } = []; }
            [KafkaTopic("d", Serializer = typeof(Own))] public sealed record Mine;
            public sealed class Own : IRecordSerializer<Mine> { public void Serialize(Mine value, System.Buffers.IBufferWriter<byte> output, in RecordContext context) { } }
        }
        """);

    [Fact]
    public Task Type_whose_member_has_an_error_is_not_reported_twice() =>
        Reported.AssertAsMarkedAsync("[KafkaTopic(\"a\")] public sealed record A(object?[,] {|KG0201:Id|});");
}
