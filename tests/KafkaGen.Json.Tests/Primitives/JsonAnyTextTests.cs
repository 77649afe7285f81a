using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>Values that are declared as <see cref="object"/>, in a program without reflection, as Native AOT makes them.</summary>
public sealed class JsonAnyTextTests
{
    private const string Switch = "System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault";

    public static TheoryData<object?, string> Known => new()
    {
        { null, "null" },
        { 5, "5" },
        { 1.50m, "1.50" },
        { true, "true" },
        { "a<é", "\"a\\u003C\\u00E9\"" },
        { '<', "\"\\u003C\"" },
        { new Uri("../x", UriKind.Relative), "\"../x\"" },
        { Guid.Empty, "\"00000000-0000-0000-0000-000000000000\"" },
        { new byte[] { 1 }, "\"AQ==\"" },
        { new object(), "{}" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Scalars_need_no_reflection(object? value, string json)
    {
        Assert.Equal(json, WithoutReflection(value));
        var buffer = new RecordBuffer();
        new JsonAnyText().Write(buffer, value);
        Assert.Equal(json, Encoding.UTF8.GetString(buffer.Value));
    }

    [Theory]
    [InlineData(typeof(DayOfWeek))]
    [InlineData(typeof(int[]))]
    [InlineData(typeof(sbyte[]))]
    [InlineData(typeof(Dictionary<string, object>))]
    public void Anything_else_is_refused_with_its_type_and_the_ways_out(Type type)
    {
        object value = type.IsArray ? Array.CreateInstance(type.GetElementType()!, 1) : Activator.CreateInstance(type)!;
        Exception refusal = Assert.Throws<TargetInvocationException>(() => WithoutReflection(value)).InnerException!;
        Assert.Equal(typeof(RecordEncodingException).FullName, refusal.GetType().FullName);
        Assert.Contains($"'{type}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("[JsonConverter]", refusal.Message, StringComparison.Ordinal);
        Assert.IsType<NotSupportedException>(refusal.InnerException);
    }

    [Fact]
    public void Json_is_written_with_the_settings_escaping()
    {
        var buffer = new RecordBuffer();
        new JsonAnyText(relaxed: true).Write(buffer, JsonNode.Parse("{\"é\":[\"<\"]}"));
        new JsonAnyText(JsonProfile.General).Write(buffer, new { Id = "<" });
        new JsonAnyText(JsonProfile.Web, JsonNaming.SnakeCaseUpper, relaxed: true).Write(buffer, new { OrderId = "<" });
        Assert.Equal("""{"é":["<"]}{"Id":"\u003C"}{"ORDER_ID":"<"}""", Encoding.UTF8.GetString(buffer.Value));
    }

    // System.Text.Json asks for the switch once: a second copy of it, and of the library, is loaded while the switch is off.
    private static string WithoutReflection(object? value)
    {
        Assert.True(JsonSerializer.IsReflectionEnabledByDefault);
        var copy = new Copies();
        AppContext.SetSwitch(Switch, false);
        try
        {
            Assembly library = copy.LoadFromAssemblyPath(typeof(JsonAnyText).Assembly.Location);
            Type text = library.GetType(typeof(JsonAnyText).FullName!)!;
            Type buffer = library.GetType(typeof(RecordBuffer).FullName!)!;
            object output = Activator.CreateInstance(buffer)!;
            object writer = Activator.CreateInstance(text, Enum.ToObject(library.GetType(typeof(JsonProfile).FullName!)!, 0), Enum.ToObject(library.GetType(typeof(JsonNaming).FullName!)!, 0), false)!;
            text.GetMethod(nameof(JsonAnyText.Write))!.Invoke(writer, [output, value]);
            Span<byte> bytes = new byte[(int)buffer.GetProperty(nameof(RecordBuffer.Length))!.GetValue(output)!];
            buffer.GetProperty(nameof(RecordBuffer.Value))!.GetMethod!.CreateDelegate<ValueOf>(output)().CopyTo(bytes);
            return Encoding.UTF8.GetString(bytes);
        }
        finally
        {
            AppContext.SetSwitch(Switch, true);
            copy.Unload();
        }
    }

    private delegate ReadOnlySpan<byte> ValueOf();

    private sealed class Copies() : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name == typeof(JsonSerializer).Assembly.GetName().Name ? LoadFromAssemblyPath(typeof(JsonSerializer).Assembly.Location) : null;
    }
}
