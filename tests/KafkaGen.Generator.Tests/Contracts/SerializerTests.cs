using KafkaGen.Contracts;
using KafkaGen.Generator.Tests.Approved;
using KafkaGen.Generator.Tests.Driving;

namespace KafkaGen.Generator.Tests.Contracts;

/// <summary>Values and keys that classes of the user's write.</summary>
public sealed class SerializerTests
{
    private const string Serializers = """
        using System;
        using System.Buffers;
        using System.Text;
        using KafkaGen;
        public sealed class Upper : IRecordSerializer<Order>, IRecordSerializer<Id>, IRecordSerializer<int>
        {
            public void Serialize(Order value, IBufferWriter<byte> output, in RecordContext context)
            {
                context.AddHeader("schema", "7"u8);
                Write(value.Text, output, context);
            }
            void IRecordSerializer<Id>.Serialize(Id value, IBufferWriter<byte> output, in RecordContext context) => Write(value.Code, output, context);
            void IRecordSerializer<int>.Serialize(int value, IBufferWriter<byte> output, in RecordContext context) => Write("n" + value, output, context);
            private static void Write(string text, IBufferWriter<byte> output, in RecordContext context) =>
                output.Write(Encoding.UTF8.GetBytes($"{context.Topic}/{context.Part}/{text.ToUpperInvariant()}"));
        }
        public sealed record Id(string Code);

        """;

    [Theory]
    [InlineData("Id", "new Id(\"x\")", "orders/Key/X")]
    [InlineData("Id?", "null", null)]
    [InlineData("int", "3", "orders/Key/N3")]
    [InlineData("int?", "3", "orders/Key/N3")]
    [InlineData("int?", "null", null)]
    public void Serializers_write_value_key_and_headers(string keyType, string key, string? expected)
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(Serializers +
            $$"""
            [KafkaTopic("orders", Serializer = typeof(Upper), KeySerializer = typeof(Upper)), KafkaHeader("first", "1")]
            public sealed record Order([PartitionKey] {{keyType}} Key, string Text) { public object? NoJson { get; } }
            public static class Sample { public static object Create() => new Order({{key}}, "body"); }
            """)).Encode();
        Assert.Equal(expected, record.KeyText);
        Assert.Equal("orders/Value/BODY", record.Value);
        Assert.Equal(["first=1", "schema=7"], record.Headers);
    }

    [Fact]
    public Task Contract_with_a_serializer_looks_like_this() => ApprovedTest.AssertAsync(
        nameof(Contract_with_a_serializer_looks_like_this),
        Serializers + """
            [KafkaTopic("orders", Serializer = typeof(Upper), KeySerializer = typeof(Upper))]
            public sealed record Order([PartitionKey] int? Key, string Text);
            """);

    [Fact]
    public void Serializer_of_a_base_type_will_do() => Assert.Equal("any", LoadedProject.Of(GeneratorRun.Of("""
        using KafkaGen;
        using System.Buffers;
        public sealed class Any : IRecordSerializer<object>
        {
            public void Serialize(object value, IBufferWriter<byte> output, in RecordContext context) => output.Write("any"u8);
        }
        [KafkaTopic("a", Serializer = typeof(Any))] public sealed record Order(int Id);
        public static class Sample { public static object Create() => new Order(1); }
        """)).Encode().Value);

    [Fact]
    public void Serializer_without_a_constructor_must_be_registered()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            using KafkaGen;
            using System.Buffers;
            public interface ISecret : IRecordSerializer<Order> { }
            public sealed class Keyed : IRecordSerializer<string>
            {
                public Keyed(string secret) => _ = secret;
                public void Serialize(string value, IBufferWriter<byte> output, in RecordContext context) { }
            }
            [KafkaTopic("a", Serializer = typeof(ISecret), KeySerializer = typeof(Keyed))] public sealed record Order([PartitionKey] string Id);
            public static class Sample { public static object Create() => new Order("1"); }
            """));
        KafkaContractException error = Assert.Throws<KafkaContractException>(project.Encode);
        Assert.Contains("'Keyed'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Register it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_serializer_throws_is_inside_the_refusal()
    {
        var project = LoadedProject.Of(GeneratorRun.Of("""
            using KafkaGen;
            using System.Buffers;
            public sealed class Faulty : IRecordSerializer<Order>
            {
                public void Serialize(Order value, IBufferWriter<byte> output, in RecordContext context)
                {
                    output.Write("}]half"u8);
                    throw new System.FormatException("no");
                }
            }
            [KafkaTopic("a", Serializer = typeof(Faulty))] public sealed record Order(int Id);
            public static class Sample { public static object Create() => new Order(1); }
            """));
        Assert.IsType<FormatException>(Assert.Throws<RecordEncodingException>(project.Encode).InnerException);
    }

    [Fact]
    public void Wrong_serializers_are_errors() => GeneratorRun.Of("""
        using KafkaGen;
        using System.Buffers;
        public sealed class OfOther : IRecordSerializer<Other>
        {
            public void Serialize(Other value, IBufferWriter<byte> output, in RecordContext context) { }
        }
        public sealed class Generic<T> : IRecordSerializer<T>
        {
            public void Serialize(T value, IBufferWriter<byte> output, in RecordContext context) { }
        }
        public struct Small : IRecordSerializer<F>
        {
            public void Serialize(F value, IBufferWriter<byte> output, in RecordContext context) { }
        }
        public class Outer { private class Hidden { } [KafkaTopic("a", {|KG0013:Serializer = typeof(Hidden)|})] public sealed record A(int Id); }
        [KafkaTopic("b", {|KG0013:Serializer = typeof(OfOther)|})] public sealed record B(int Id);
        [KafkaTopic("c", {|KG0013:Serializer = typeof(Generic<>)|})] public sealed record C(int Id);
        [KafkaTopic("d", {|KG0013:KeySerializer = typeof(Generic<int>)|})] public sealed record D(int Id);
        [KafkaTopic("e", {|KG0013:KeySerializer = typeof(Generic<int>)|})] public sealed record E([PartitionKey] int Id, [PartitionKey(Order = 1)] int Line);
        [KafkaTopic("f", {|KG0013:Serializer = typeof(Small)|})] public sealed record F(int Id);
        [KafkaTopic("g", {|KG0013:KeySerializer = typeof(Generic<int>)|})] public sealed record G([PartitionKey] long Id);
        [KafkaTopic("h", {|KG0013:Serializer = typeof(string)|})] public sealed record H(int Id);
        [KafkaTopic("i", Serializer = typeof(Generic<I>), KeySerializer = typeof(Generic<double>))] public sealed record I([PartitionKey] double Id);
        public sealed record Other(int Id);
        """);

    [Fact]
    public void Context_of_the_users_writes_the_value()
    {
        WrittenRecord record = LoadedProject.Of(GeneratorRun.Of(Context + """
            [KafkaTopic("a", JsonContext = typeof(Camel))] public sealed record Order([PartitionKey] int Id, object NoJson);
            public static class Sample { public static object Create() => new Order(1, new[] { "ä", "<" }); }
            """)).Encode();
        Assert.Equal("""{"id":1,"noJson":["ä","<"]}""", record.Value);
        Assert.Equal([0, 0, 0, 1], record.Key);
    }

    [Fact]
    public void Wrong_contexts_are_errors() => GeneratorRun.Of(Context + """
        public sealed record Order(int Id);
        [KafkaTopic("a", {|KG0014:JsonContext = typeof(string)|})] public sealed record A(int Id);
        [KafkaTopic("b", {|KG0014:JsonContext = typeof(JsonSerializerContext)|})] public sealed record B(int Id);
        [KafkaTopic("c", {|KG0015:JsonContext = typeof(Camel)|})] public sealed record C(int Id);
        [KafkaTopic("d", {|KG0016:JsonContext = typeof(Pascal)|})] public sealed record D(int Id);
        [KafkaTopic("e", Serializer = null)] public sealed record E(int Id);
        [KafkaTopic("f", Serializer = typeof(Raw), {|KG0017:JsonContext = typeof(Camel)|})] public sealed record F(int Id);
        public sealed class Raw : IRecordSerializer<F>
        {
            public void Serialize(F value, System.Buffers.IBufferWriter<byte> output, in RecordContext context) { }
        }
        [JsonSerializable(typeof(D))]
        public sealed class Pascal : JsonSerializerContext
        {
            public Pascal() : base(null) { }
            public static Pascal Default { get; } = new();
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(System.Type type) => null;
        }
        """);

    [Fact]
    public void Context_is_compared_with_the_contracts_own_options() => GeneratorRun.Of(Context.Replace("typeof(Order)", "typeof(string)", StringComparison.Ordinal) + ContextsOfEachForm + """
        [KafkaTopic("a", JsonContext = typeof(General), JsonDefaults = JsonProfile.General)] public sealed record A(int Id);
        [KafkaTopic("b", {|KG0016:JsonContext = typeof(General)|})] public sealed record B(int Id);
        [KafkaTopic("c", {|KG0016:JsonContext = typeof(Web)|}, JsonDefaults = JsonProfile.General)] public sealed record C(int Id);
        [KafkaTopic("d", JsonContext = typeof(Web))] public sealed record D(int Id);
        [KafkaTopic("e", JsonContext = typeof(Snake), JsonNaming = JsonNaming.SnakeCaseLower)] public sealed record E(int Id);
        [KafkaTopic("f", {|KG0016:JsonContext = typeof(Snake)|}, JsonNaming = JsonNaming.KebabCaseLower)] public sealed record F(int Id);
        [KafkaTopic("g", {|KG0016:JsonContext = typeof(Web)|}, UnsafeRelaxedJsonEscaping = true)] public sealed record G(int Id);
        [KafkaTopic("h", {|KG0016:{|KG0016:JsonContext = typeof(General)|}|}, UnsafeRelaxedJsonEscaping = true)] public sealed record H(int Id);
        """);

    [Fact]
    public void Context_is_compared_with_the_assemblys_options() => GeneratorRun.Of(
        "[assembly: KafkaGen.KafkaDefaults(JsonNaming = KafkaGen.JsonNaming.SnakeCaseLower)]",
        Context.Replace("typeof(Order)", "typeof(string)", StringComparison.Ordinal) + ContextsOfEachForm + """
        [KafkaTopic("a", JsonContext = typeof(Snake))] public sealed record A(int Id);
        [KafkaTopic("b", {|KG0016:JsonContext = typeof(Web)|})] public sealed record B(int Id);
        [KafkaTopic("c", JsonContext = typeof(Web), JsonNaming = JsonNaming.CamelCase)] public sealed record C(int Id);
        public sealed record D(int Id); public sealed record E(int Id); public sealed record F(int Id); public sealed record G(int Id); public sealed record H(int Id);
        """);

    private const string ContextsOfEachForm = """
        public abstract class Written : JsonSerializerContext
        {
            protected Written() : base(null) { }
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(System.Type type) => null;
        }
        [JsonSerializable(typeof(A)), JsonSerializable(typeof(B)), JsonSerializable(typeof(H))]
        public sealed class General : Written { public static General Default { get; } = new(); }
        [JsonSourceGenerationOptions(JsonSerializerDefaults.Web), JsonSerializable(typeof(B)), JsonSerializable(typeof(C)), JsonSerializable(typeof(D)), JsonSerializable(typeof(G))]
        public sealed class Web : Written { public static Web Default { get; } = new(); }
        [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
        [JsonSerializable(typeof(A)), JsonSerializable(typeof(E)), JsonSerializable(typeof(F))]
        public sealed class Snake : Written { public static Snake Default { get; } = new(); }

        """;

    private const string Context = """
        using System.Text.Encodings.Web;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;
        using KafkaGen;
        [JsonSourceGenerationOptions(JsonSerializerDefaults.Web), JsonSerializable(typeof(Order))]
        public sealed class Camel : JsonSerializerContext
        {
            private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
            {
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            };
            public Camel() : base(null) { }
            public static Camel Default { get; } = new();
            protected override JsonSerializerOptions? GeneratedSerializerOptions => s_options;
            public override JsonTypeInfo? GetTypeInfo(System.Type type) => s_options.GetTypeInfo(type);
        }

        """;
}
