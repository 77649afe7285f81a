using System.Text;
using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

/// <summary>The expected bytes were printed by the serializers of Apache Kafka's Java client 4.1.1.</summary>
public class KeyBytesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "616263")]
    [InlineData("k\u00E4se", "6BC3A47365")]
    [InlineData("\u20AC", "E282AC")]
    [InlineData("\U0001F600", "F09F9880")]
    public void Text_is_as_of_StringSerializer(string key, string bytes) => AssertKey(KeyBytes.Write, key, bytes);

    [Fact]
    public void Surrogates_without_partner_are_question_marks_as_of_StringSerializer()
    {
        // Not as theory data: test runners hand it on as UTF-8, which has no such thing.
        AssertKey(KeyBytes.Write, "a\uD800b", "613F62");
        AssertKey(KeyBytes.Write, "a\uDC00b", "613F62");
        AssertKey(KeyBytes.Write, "\uD800\uD800", "3F3F");
        AssertKey(KeyBytes.Write, "a\uD83D", "613F");
    }

    [Theory]
    [InlineData(0, "0000")]
    [InlineData(1, "0001")]
    [InlineData(-1, "FFFF")]
    [InlineData(short.MinValue, "8000")]
    [InlineData(short.MaxValue, "7FFF")]
    public void Short_integers_are_as_of_ShortSerializer(short key, string bytes)
    {
        AssertKey(KeyBytes.Write, key, bytes);
        AssertKey(KeyBytes.Write, (ushort)key, bytes);
    }

    [Theory]
    [InlineData(0, "00000000")]
    [InlineData(1, "00000001")]
    [InlineData(-1, "FFFFFFFF")]
    [InlineData(42, "0000002A")]
    [InlineData(123456789, "075BCD15")]
    [InlineData(int.MinValue, "80000000")]
    [InlineData(int.MaxValue, "7FFFFFFF")]
    public void Integers_are_as_of_IntegerSerializer(int key, string bytes)
    {
        AssertKey(KeyBytes.Write, key, bytes);
        AssertKey(KeyBytes.Write, (uint)key, bytes);
    }

    [Theory]
    [InlineData(0, "0000000000000000")]
    [InlineData(1, "0000000000000001")]
    [InlineData(-1, "FFFFFFFFFFFFFFFF")]
    [InlineData(1234567890123456789, "112210F47DE98115")]
    [InlineData(long.MinValue, "8000000000000000")]
    [InlineData(long.MaxValue, "7FFFFFFFFFFFFFFF")]
    public void Long_integers_are_as_of_LongSerializer(long key, string bytes)
    {
        AssertKey(KeyBytes.Write, key, bytes);
        AssertKey(KeyBytes.Write, (ulong)key, bytes);
    }

    [Fact]
    public void Guids_are_as_of_UUIDSerializer() =>
        AssertKey(
            KeyBytes.Write,
            Guid.Parse("0F8FAD5B-D9CB-469F-A165-70867728950E"),
            "30663866616435622D643963622D343639662D613136352D373038363737323839353065");

    [Fact]
    public void Bytes_are_as_they_are()
    {
        byte[] key = [0, 255, 128];
        AssertKey(KeyBytes.Write, key, "00FF80");
        AssertKey<Memory<byte>>(KeyBytes.Write, key, "00FF80");
        AssertKey<ReadOnlyMemory<byte>>(KeyBytes.Write, key, "00FF80");
        AssertKey(KeyBytes.Write, (byte)0xFE, "FE");
        AssertKey(KeyBytes.Write, (sbyte)-2, "FE");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("|", @"\|")]
    [InlineData(@"\", @"\\")]
    [InlineData(@"a|b\c||", @"a\|b\\c\|\|")]
    [InlineData("é|\U0001F600", @"é\|😀")]
    public void Separators_within_a_part_are_escaped(string part, string escaped) =>
        AssertKey(KeyBytes.WriteComponent, part, Convert.ToHexString(Encoding.UTF8.GetBytes(escaped)));

    [Fact]
    public void Other_parts_are_their_plain_text()
    {
        AssertComponent(KeyBytes.WriteComponent, (byte)200, "200");
        AssertComponent(KeyBytes.WriteComponent, (sbyte)-7, "-7");
        AssertComponent(KeyBytes.WriteComponent, short.MinValue, "-32768");
        AssertComponent(KeyBytes.WriteComponent, ushort.MaxValue, "65535");
        AssertComponent(KeyBytes.WriteComponent, int.MinValue, "-2147483648");
        AssertComponent(KeyBytes.WriteComponent, uint.MaxValue, "4294967295");
        AssertComponent(KeyBytes.WriteComponent, long.MinValue, "-9223372036854775808");
        AssertComponent(KeyBytes.WriteComponent, ulong.MaxValue, "18446744073709551615");
        AssertComponent(KeyBytes.WriteComponent, Guid.Empty, "00000000-0000-0000-0000-000000000000");
        byte[] bytes = [0xFB, 0xFF];
        AssertComponent(KeyBytes.WriteComponent, bytes, "+/8=");
        AssertComponent<Memory<byte>>(KeyBytes.WriteComponent, bytes, "+/8=");
        AssertComponent<ReadOnlyMemory<byte>>(KeyBytes.WriteComponent, bytes, "+/8=");
    }

    [Fact]
    public void Different_parts_never_make_the_same_key()
    {
        // All pairs of texts of up to three characters, each a separator, an escape or a letter.
        string[] texts = ["", .. from length in new[] { 1, 2, 3 } from text in Words(length) select text];
        var owners = new Dictionary<string, (string, string)>();
        foreach (string first in texts)
        {
            foreach (string second in texts)
            {
                var buffer = new RecordBuffer();
                KeyBytes.WriteComponent(buffer, first);
                buffer.Write((byte)'|');
                KeyBytes.WriteComponent(buffer, second);
                Assert.True(owners.TryAdd(Encoding.UTF8.GetString(buffer.Value), (first, second)), $"({first}, {second}) has another pair's key.");
            }
        }
    }

    private static IEnumerable<string> Words(int length) =>
        length == 0 ? [""] : from word in Words(length - 1) from c in @"|\a" select word + c;

    private static void AssertComponent<T>(Action<RecordBuffer, T> write, T part, string text) =>
        AssertKey(write, part, Convert.ToHexString(Encoding.UTF8.GetBytes(text)));

    private static void AssertKey<T>(Action<RecordBuffer, T> write, T key, string bytes)
    {
        var buffer = new RecordBuffer();
        write(buffer, key);
        buffer.EndKey();
        Assert.True(buffer.HasKey);
        Assert.Equal(bytes, Convert.ToHexString(buffer.Key));
    }
}
