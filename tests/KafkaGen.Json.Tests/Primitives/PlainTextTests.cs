using System.Text;
using System.Text.Json;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>Header values: what System.Text.Json writes, without quotes and escapes.</summary>
[Trait("Draws", "Random")]
public class PlainTextTests
{
    [Fact]
    public void Numbers_and_booleans_are_as_in_JSON()
    {
        AssertUnquoted(Utf8Text.Write, random => random.Bool());
        AssertUnquoted(Utf8Text.Write, random => (byte)random.UInt64());
        AssertUnquoted(Utf8Text.Write, random => (sbyte)random.UInt64());
        AssertUnquoted(Utf8Text.Write, random => (short)random.UInt64());
        AssertUnquoted(Utf8Text.Write, random => (ushort)random.UInt64());
        AssertUnquoted(Utf8Text.Write, random => (int)random.UInt64());
        AssertUnquoted(Utf8Text.Write, random => (uint)random.UInt64());
        AssertUnquoted(Utf8Text.Write, random => random.Int64());
        AssertUnquoted(Utf8Text.Write, random => random.UInt64());
        AssertUnquoted(Utf8Text.Write, random => random.Int128());
        AssertUnquoted(Utf8Text.Write, random => random.UInt128());
        AssertUnquoted(Utf8Text.Write, random => random.Half());
        AssertUnquoted(Utf8Text.Write, random => random.Single());
        AssertUnquoted(Utf8Text.Write, random => random.Double());
        AssertUnquoted(Utf8Text.Write, random => random.Decimal());
    }

    [Fact]
    public void Text_is_what_stands_between_the_quotes()
    {
        AssertUnquoted(Utf8Text.Write, random => random.Char());
        AssertUnquoted(Utf8Text.Write, random => random.Text());
        AssertUnquoted(Utf8Text.Write, random => random.Uri());
        AssertUnquoted(Utf8Text.Write, random => random.Version());
        AssertUnquoted(Utf8Text.Write, random => random.Guid());
        AssertUnquoted(Utf8Text.Write, random => random.Bytes());
        AssertUnquoted<Memory<byte>>(Utf8Text.Write, random => random.Bytes());
        AssertUnquoted<ReadOnlyMemory<byte>>(Utf8Text.Write, random => random.Bytes());
    }

    [Fact]
    public void Dates_and_times_are_what_stands_between_the_quotes()
    {
        AssertUnquoted(Utf8Text.Write, random => random.DateTime());
        AssertUnquoted(Utf8Text.Write, random => random.DateTimeOffset());
        AssertUnquoted(Utf8Text.Write, random => random.DateOnly());
        AssertUnquoted(Utf8Text.Write, random => random.TimeOnly());
        AssertUnquoted(Utf8Text.Write, random => random.TimeSpan());
    }

    private static void AssertUnquoted<T>(Action<RecordBuffer, T> write, Func<RandomScalars, T> next)
    {
        var buffer = new RecordBuffer();
        RandomScalars.Gen(next).Check(2000, value =>
        {
            buffer.Clear();
            write(buffer, value);
            JsonElement json = JsonSerializer.SerializeToElement(value, JsonOracle.Web);
            string expected = json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
            Assert.True(
                buffer.Value.SequenceEqual(Encoding.UTF8.GetBytes(expected)),
                $"{typeof(T).Name}: expected {expected}, written {Encoding.UTF8.GetString(buffer.Value)}.");
        });
    }
}
