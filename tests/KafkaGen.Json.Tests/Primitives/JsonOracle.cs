using System.Text;
using System.Text.Json;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>Compares what an encoder writes with what System.Text.Json writes.</summary>
internal static class JsonOracle
{
    public const int Rounds = 20_000;

    public static JsonSerializerOptions Web { get; } = new(JsonSerializerDefaults.Web);

    public static void AssertSame<T>(Action<RecordBuffer, T> write, params ReadOnlySpan<T> values)
    {
        var buffer = new RecordBuffer();
        foreach (T value in values)
        {
            AssertSame(buffer, write, value);
        }
    }

    public static void AssertSame<T>(Action<RecordBuffer, T> write, Func<RandomScalars, T> next, int rounds = Rounds)
    {
        var buffer = new RecordBuffer();
        RandomScalars.Gen(next).Check(rounds, value => AssertSame(buffer, write, value));
    }

    private static void AssertSame<T>(RecordBuffer buffer, Action<RecordBuffer, T> write, T value)
    {
        buffer.Clear();
        write(buffer, value);
        byte[] expected = JsonSerializer.SerializeToUtf8Bytes(value, Web);
        if (!buffer.Value.SequenceEqual(expected))
        {
            Assert.Fail($"{typeof(T).Name}: expected {Encoding.UTF8.GetString(expected)}, written {Encoding.UTF8.GetString(buffer.Value)}.");
        }
    }
}
