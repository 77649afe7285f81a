using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Json;

/// <summary>Values that are written by what they are, with a discriminator.</summary>
public sealed class JsonPolymorphismTests
{
    private const string Shapes = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Ring), "ring")] public class Shape { public int A => 1; }
        [JsonDerivedType(typeof(Ring), "inner")] public class Circle : Shape { public int Radius { get; set; } }
        public sealed class Ring : Circle { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Note { get; set; } }
        [JsonPolymorphic(TypeDiscriminatorPropertyName = "ki'nd<"), JsonDerivedType(typeof(Cat), "c'é"), JsonDerivedType(typeof(Dog), -5), JsonDerivedType(typeof(Fish))]
        public abstract class Animal { public abstract string Name { get; } }
        public sealed class Cat : Animal { public override string Name => "cat"; }
        public sealed class Dog : Animal, IJsonOnSerializing { private int _n; public override string Name => "dog" + _n; public void OnSerializing() => _n = 7; }
        public sealed class Fish : Animal { public override string Name => "fish"; public Animal? Eats { get; set; } }
        [JsonDerivedType(typeof(Post), 1), JsonDerivedType(typeof(Mark), 2)] public interface IThing { int A { get; } }
        public sealed class Post : IThing { public int A => 1; public int B => 2; }
        public struct Mark : IThing { public int A => 1; public int C => 3; }
        [JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType), JsonDerivedType(typeof(Known), "known")]
        public class Lenient { public int A => 1; }
        public sealed class Known : Lenient { public int B => 2; }
        public sealed class Other : Lenient { public int C => 3; }
        [JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor), JsonDerivedType(typeof(One), "one"), JsonDerivedType(typeof(Two), "two")]
        public class Near { public int A => 1; }
        public class One : Near { public int B => 2; }
        public class Two : One { public int C => 3; }
        public class Three : Two { public int D => 4; }
        public class Apart : Near { public int D => 4; }
        public class HalfWay : One { public int D => 4; }
        [JsonDerivedType(typeof(Self), "self")] public class Self { public int A => 1; }
        [JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType), JsonDerivedType(typeof(LenientSelf), "self")]
        public class LenientSelf { public int A => 1; }
        public sealed class Child : LenientSelf { public int B => 1; }
        [JsonDerivedType(typeof(Box<int>), "box")] public class Boxed { }
        public sealed class Box<T> : Boxed { public T? Content { get; set; } }
        [JsonDerivedType(typeof(NothingMore), "none")] public class Nothing { }
        public sealed class NothingMore : Nothing { }
        [JsonPolymorphic(TypeDiscriminatorPropertyName = "KIND"), JsonDerivedType(typeof(Cased), "c")] public class CasedBase { public int Kind => 1; }
        public sealed class Cased : CasedBase { }
        [JsonDerivedType(typeof(Extended), "x")] public class Extendable { [JsonExtensionData] public Dictionary<string, JsonElement>? Extra { get; set; } }
        public sealed class Extended : Extendable { }
        """;

    private static readonly (string Type, string Value)[] s_values =
    [
        ("Shape", "new Shape()"),
        ("Shape?", "null"),
        ("Shape", "new Circle { Radius = 2 }"),
        ("Shape", "new Ring { Note = \"n\" }"),
        ("Circle", "new Circle()"),
        ("Circle", "new Ring()"),
        ("Ring", "new()"),
        ("List<Shape?>", "new() { new Circle(), null, new Shape(), new Ring() }"),
        ("Dictionary<string, Animal>", "new() { [\"a\"] = new Cat(), [\"b\"] = new Dog(), [\"c\"] = new Fish { Eats = new Cat() } }"),
        ("IThing?", "new Post()"),
        ("IThing", "new Mark()"),
        ("Mark?", "new Mark()"),
        ("Lenient[]", "new Lenient[] { new Lenient(), new Known(), new Other() }"),
        ("Near[]", "new Near[] { new Near(), new One(), new Two(), new Three(), new Apart(), new HalfWay() }"),
        ("Self", "new()"),
        ("Boxed", "new Box<int> { Content = 3 }"),
        ("Nothing[]", "new[] { new Nothing(), new NothingMore() }"),
        ("CasedBase", "new Cased()"),
        ("Extendable", "new Extended { Extra = new() { [\"a\"] = JsonDocument.Parse(\"1\").RootElement } }"),
    ];

    [Fact]
    public void Bytes_are_those_of_System_Text_Json() => JsonParity.AssertSameInEachRow(
        Shapes,
        s_values.Select(row => (
            $"[KafkaTopic(\"a\")] public sealed class Order {{ public {row.Type} Member {{ get; set; }} = {row.Value}; public int After => 1; }}", "new Order()")));

    [Theory]
    [InlineData("Shape", "new Unlisted()")]
    [InlineData("Animal", "new Bird()")]
    [InlineData("Self", "new SelfChild()")]
    public void Types_that_are_not_listed_are_refused(string type, string value)
    {
        var project = LoadedProject.Of(GeneratorRun.Of(
            $$"""
            {{Shapes}}
            [KafkaTopic("a")] public sealed class Order { public List<{{type}}> Members { get; set; } = new() { {{value}} }; }
            public sealed class Unlisted : Circle { }
            public sealed class Bird : Animal { public override string Name => "bird"; }
            public sealed class SelfChild : Self { }
            public static class Sample { public static object Create() => new Order(); }
            """));
        object message = project.Samples().Single();
        Assert.Throws<NotSupportedException>(() => System.Text.Json.JsonSerializer.Serialize(message, message.GetType()));
        RecordEncodingException refusal = Assert.Throws<RecordEncodingException>(() => project.Encode(message));
        Assert.Equal("$.members[0]", refusal.Path);
        Assert.IsType<NotSupportedException>(refusal.InnerException);
    }

    [Theory]
    [InlineData("JsonPolymorphic", "")]
    [InlineData("JsonDerivedType(typeof(Derived), \"a\"), JsonDerivedType(typeof(Second), \"a\")", "")]
    [InlineData("JsonDerivedType(typeof(Derived), \"a\"), JsonDerivedType(typeof(Derived), \"b\")", "")]
    [InlineData("JsonDerivedType(typeof(string), \"a\")", "")]
    [InlineData("JsonDerivedType(typeof(Open<>), \"a\")", "")]
    [InlineData("JsonDerivedType(typeof(Abstract), \"a\")", "")]
    [InlineData("JsonDerivedType(typeof(Converted), \"a\")", "")]
    [InlineData("JsonDerivedType(typeof(Many), \"a\")", "")]
    [InlineData("JsonDerivedType(typeof(Derived), \"\\ud800\")", "")]
    [InlineData("JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), JsonDerivedType(typeof(Derived), \"a\")", "public int Kind => 1;")]
    [InlineData("JsonDerivedType(typeof(Derived), \"a\")", "[JsonPropertyName(\"$type\")] public int Kind => 1;")]
    public void What_System_Text_Json_refuses_is_an_error(string attributes, string members) => GeneratorRun.Of(
        $$"""
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a")] public sealed record Order(Base Member);
        [{{attributes}}] public class {|KG0209:Base|} { {{members}} }
        public sealed class Derived : Base { }
        public sealed class Second : Base { }
        public sealed class Open<T> : Base { }
        public abstract class Abstract : Base { }
        [JsonConverter(typeof(Converter))] public sealed class Converted : Base { }
        public sealed class Converter : JsonConverter<Converted>
        {
            public override Converted Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new();
            public override void Write(Utf8JsonWriter writer, Converted value, JsonSerializerOptions options) { }
        }
        public sealed class Many : Base, IEnumerable<int>
        {
            IEnumerator<int> IEnumerable<int>.GetEnumerator() => throw new NotSupportedException();
            IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException();
        }
        """);

    [Fact]
    public void Derived_types_of_a_contract_that_lists_them_need_none_of_their_own() => GeneratorRun.Of("""
        using System.Text.Json.Serialization;
        using KafkaGen;
        [KafkaTopic("a"), JsonDerivedType(typeof(Listed), "l")] public abstract record Root([PartitionKey] int Id);
        public sealed record Listed(int Id) : Root(Id);
        public sealed record {|KG0009:Unlisted|}(int Id) : Root(Id);
        [KafkaTopic("b"), JsonDerivedType(typeof(Thing), "t")] public interface IRoot { [PartitionKey] int Id { get; } }
        public sealed class Thing : IRoot { public int Id => 1; }
        [KafkaTopic("c")] public interface {|KG0004:IPlain|} { int Id { get; } }
        """);
}
