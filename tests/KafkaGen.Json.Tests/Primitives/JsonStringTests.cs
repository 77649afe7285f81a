using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

[Trait("Draws", "Random")]
public class JsonStringTests
{
    [Fact]
    public void Every_character_is_escaped_as_System_Text_Json_does()
    {
        for (int c = char.MinValue; c <= char.MaxValue; c++)
        {
            JsonOracle.AssertSame(JsonText.Write, (char)c);
            JsonOracle.AssertSame(JsonText.Write, $"{(char)c}", $"a long text before it {(char)c} and after it too");
        }
    }

    [Fact]
    public void A_hard_character_is_found_at_every_place_of_every_length()
    {
        foreach (char hard in "\"\\&'+<>`\u007F\u0000\u001F\t\u0080\u00FFĀ\u2028\uD800\uDC00\uFF41")
        {
            for (int length = 1; length <= 50; length++)
            {
                for (int place = 0; place < length; place++)
                {
                    char[] text = new char[length];
                    Array.Fill(text, 'x');
                    text[place] = hard;
                    JsonOracle.AssertSame<string?>(JsonText.Write, new string(text));
                }
            }
        }
    }

    [Fact]
    public void A_hard_character_is_found_in_long_text_too()
    {
        for (int length = 390; length <= 470; length++)
        {
            string plain = new('x', length);
            JsonOracle.AssertSame<string?>(JsonText.Write, plain);
            foreach (int place in new[] { 0, 1, length / 2, length - 20, length - 1 })
            {
                JsonOracle.AssertSame<string?>(JsonText.Write, plain[..place] + '\'' + plain[place..], plain[..place] + 'é' + plain[place..]);
            }
        }
    }

    [Fact]
    public void Pairs_of_surrogates_stay_pairs_across_the_encoders_steps()
    {
        for (int before = 0; before < 300; before++)
        {
            string pairs = new string('é', before) + "\U0001F600\uD83D\U0001F600\uDE00\U0001F600";
            JsonOracle.AssertSame<string?>(JsonText.Write, pairs, pairs + 'x', pairs + '\uD83D', pairs[..^1]);
        }
    }

    [Fact]
    public void Any_text_is_written_as_System_Text_Json_does() =>
        JsonOracle.AssertSame<string?>(JsonText.Write, random => random.Text());

    [Fact]
    public void No_text_and_empty_text_differ() => JsonOracle.AssertSame<string?>(JsonText.Write, null, "", " ");

    [Fact]
    public void Keys_of_dictionaries_are_escaped_like_text() =>
        JsonOracle.AssertSame(
            (buffer, dictionary) =>
            {
                buffer.Write((byte)'{');
                JsonText.WritePropertyName(buffer, dictionary.Keys.Single());
                JsonText.Write(buffer, 1);
                buffer.Write((byte)'}');
            },
            random => new Dictionary<string, int> { [random.Text()] = 1 },
            rounds: 2000);

    [Fact]
    public void Long_text_takes_little_more_memory_than_its_bytes()
    {
        var buffer = new RecordBuffer();
        JsonText.Write(buffer, new string('x', 1_000_000) + '"');
        Assert.True(buffer.Capacity < 2_100_000, $"{buffer.Capacity} bytes were taken.");
    }

    [Fact]
    public void Uris_are_their_original_text()
    {
        JsonOracle.AssertSame<Uri?>(
            JsonText.Write, null, new Uri("http://EX.com/%41"), new Uri("http://example.org"), new Uri("", UriKind.Relative));
        JsonOracle.AssertSame<Uri?>(JsonText.Write, random => random.Uri(), 2000);
    }

    [Fact]
    public void Versions_have_the_parts_that_they_were_made_of()
    {
        JsonOracle.AssertSame<Version?>(
            JsonText.Write, null, new Version(0, 0), new Version(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        JsonOracle.AssertSame<Version?>(JsonText.Write, random => random.Version(), 2000);
    }

    [Fact]
    public void Bytes_are_Base64()
    {
        JsonOracle.AssertSame<byte[]?>(JsonText.Write, null, [], [0xFB, 0xFF, 0xFE]);
        JsonOracle.AssertSame<byte[]?>(JsonText.Write, random => random.Bytes());
        JsonOracle.AssertSame<Memory<byte>>(JsonText.Write, random => random.Bytes());
        JsonOracle.AssertSame<ReadOnlyMemory<byte>>(JsonText.Write, random => random.Bytes());
        JsonOracle.AssertSame<Memory<byte>>(JsonText.Write, default(Memory<byte>));
        JsonOracle.AssertSame<ReadOnlyMemory<byte>>(JsonText.Write, default(ReadOnlyMemory<byte>));
    }

    [Fact]
    public void Guids_have_36_characters()
    {
        JsonOracle.AssertSame(JsonText.Write, Guid.Empty, Guid.AllBitsSet);
        JsonOracle.AssertSame(JsonText.Write, random => random.Guid());
    }
}
