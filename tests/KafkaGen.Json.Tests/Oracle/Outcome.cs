using System.Text;
using System.Text.Json;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Oracle;

/// <summary>What came of writing a value: its JSON, or the exception that refused it.</summary>
internal readonly record struct Outcome(byte[]? Json, Exception? Refusal)
{
    public static Outcome OfSystemTextJson(Type type, object? value, JsonSerializerOptions options)
    {
        try
        {
            return new Outcome(JsonSerializer.SerializeToUtf8Bytes(value, type, options), null);
        }
        catch (Exception refusal)
        {
            return new Outcome(null, refusal);
        }
    }

    public static Outcome OfContract<T>(KafkaContract<T> contract, in T value, RecordBuffer buffer)
    {
        try
        {
            contract.Encode(in value, buffer);
            return new Outcome(buffer.Value.ToArray(), null);
        }
        catch (RecordEncodingException refusal)
        {
            return new Outcome(null, refusal);
        }
    }

    /// <summary>The same bytes; or both refused, and the kind of System.Text.Json's exception is inside of ours.</summary>
    public bool Matches(Outcome written) =>
        Json is not null
            ? written.Json is not null && written.Json.AsSpan().SequenceEqual(Json)
            : written.Refusal?.InnerException is { } inner && KindOf(inner) == KindOf(Refusal!);

    /// <summary>Where two outcomes that do not match begin to differ.</summary>
    public static string Describe(Outcome expected, Outcome written)
    {
        if (expected.Refusal is not null || written.Refusal is not null)
        {
            return $"System.Text.Json: {expected}\nKafkaGen: {written}";
        }

        int same = expected.Json.AsSpan().CommonPrefixLength(written.Json);
        int start = Math.Max(0, same - 20);
        return $"different from byte {same} on.\nSystem.Text.Json: {expected}\nKafkaGen: {written}\n" +
            $"There: {Excerpt(expected.Json, start)}\n  and: {Excerpt(written.Json, start)}";
    }

    public override string ToString() => Json is not null ? Encoding.UTF8.GetString(Json) : Refusal!.ToString();

    private static string Excerpt(ReadOnlySpan<byte> json, int start) =>
        Encoding.UTF8.GetString(json[Math.Min(start, json.Length)..Math.Min(start + 120, json.Length)]);

    // Some of System.Text.Json's exceptions are of types that it keeps to itself.
    private static Type KindOf(Exception refusal)
    {
        Type kind = refusal.GetType();
        while (!kind.IsVisible)
        {
            kind = kind.BaseType!;
        }

        return kind;
    }
}
