using System.Text;
using System.Text.Json;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>A failure names the member, keeps what was thrown, and leaves no half-written record.</summary>
public class EncodingFailureTests
{
    private readonly RecordBuffer _buffer = new();

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Numbers_that_JSON_does_not_have_are_refused(double value, string text)
    {
        AssertRefused(text, () => JsonText.Write(_buffer, value));
        AssertRefused(text, () => JsonText.Write(_buffer, (float)value));
        AssertRefused(text, () => JsonText.Write(_buffer, (Half)value), typeof(JsonException));
        AssertRefused(text, () => Utf8Text.Write(_buffer, value));
        AssertRefused(text, () => Utf8Text.Write(_buffer, (float)value));
        AssertRefused(text, () => Utf8Text.Write(_buffer, (Half)value), typeof(JsonException));
    }

    [Fact]
    public void The_member_is_named_by_its_path()
    {
        var basket = new Basket { Lines = [new() { Price = 1 }, new() { Price = 2.5 }, new() { Price = double.NaN }] };
        RecordEncodingException failure = Failure(basket);
        Assert.Equal("$.lines[2].price", failure.Path);
        Assert.StartsWith("$.lines[2].price of 'KafkaGen.Json.Tests.Primitives.Basket' cannot be encoded: NaN ", failure.Message, StringComparison.Ordinal);
        Assert.IsType<ArgumentException>(failure.InnerException);
    }

    [Fact]
    public void Elements_and_entries_are_named_too()
    {
        Assert.Equal("$.weights[0]", Failure(new Basket { Weights = [double.NaN] }).Path);
        Assert.Equal("$.weights[3]", Failure(new Basket { Weights = [1, 2.25, 3, double.NaN] }).Path);
        Assert.Equal("$.rates.eur", Failure(new Basket { Rates = new() { ["a"] = 1, ["eur"] = double.NaN } }).Path);
        Assert.Equal("$.rates['no <name>']", Failure(new Basket { Rates = new() { ["no <name>"] = double.NaN } }).Path);
        Assert.Equal("$.rates['']", Failure(new Basket { Rates = new() { [""] = double.NaN } }).Path);
    }

    [Fact]
    public void What_a_member_throws_is_kept()
    {
        var thrown = new InvalidOperationException("not loaded");
        RecordEncodingException failure = Failure(new Basket { Lines = [new() { Fault = thrown }] });
        Assert.Same(thrown, failure.InnerException);
        Assert.Equal("$.lines[0].fragile", failure.Path);
        Assert.Contains("InvalidOperationException: not loaded", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_enumeration_throws_is_placed_at_the_element_that_it_did_not_give()
    {
        RecordEncodingException failure = Failure(new Basket { Stream = Breaking() });
        Assert.Equal("$.stream[2]", failure.Path);
        Assert.IsType<TimeoutException>(failure.InnerException);

        static IEnumerable<int> Breaking()
        {
            yield return 1;
            yield return 22;
            throw new TimeoutException("no more");
        }
    }

    [Fact]
    public void A_cycle_is_refused_with_a_path_of_bearable_length()
    {
        var basket = new Basket();
        basket.Inner = basket;
        RecordEncodingException failure = Failure(basket);
        Assert.StartsWith("$.inner.inner.", failure.Path, StringComparison.Ordinal);
        Assert.True(failure.Path!.Length < 250, failure.Path);
        Assert.Contains("refers to itself", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_headers_and_timestamp_are_named()
    {
        var thrown = new InvalidOperationException("no luck");
        Assert.StartsWith("The key of ", Failure(new FaultyParts { KeyFault = thrown }).Message, StringComparison.Ordinal);
        Assert.StartsWith("The header 'naïve' of ", Failure(new FaultyParts { HeaderFault = thrown }).Message, StringComparison.Ordinal);
        Assert.StartsWith("The timestamp of ", Failure(new FaultyParts { TimestampFault = thrown }).Message, StringComparison.Ordinal);
        Assert.StartsWith("The partition of ", Failure(new FaultyParts { PartitionFault = thrown }).Message, StringComparison.Ordinal);
        Assert.Null(Failure(new FaultyParts { KeyFault = thrown }).Path);
    }

    [Fact]
    public void After_a_failure_the_same_buffer_encodes_the_next_message()
    {
        Failure(new Basket { Weights = [double.NaN] });
        ContractRegistry.Get<Basket>().Encode(new Basket { Weights = [1] }, _buffer);
        Assert.Contains("\"weights\":[1]", Encoding.UTF8.GetString(_buffer.Value), StringComparison.Ordinal);
    }

    private RecordEncodingException Failure<T>(T message)
    {
        KafkaContract<T> contract = ContractRegistry.Get<T>();
        var failure = Assert.Throws<RecordEncodingException>(() => contract.Encode(message, _buffer));
        Assert.Equal(0, _buffer.Length);
        return failure;
    }

    // The kind is that of System.Text.Json's own refusal.
    private static void AssertRefused(string value, Action write, Type? kind = null)
    {
        var refusal = Assert.Throws<RecordEncodingException>(write);
        Assert.StartsWith(value + " ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("nullable", refusal.Message, StringComparison.Ordinal);
        Assert.IsType(kind ?? typeof(ArgumentException), refusal.InnerException);
    }
}
