using KafkaGen.Contracts;

namespace KafkaGen.Json.Tests.Primitives;

[Trait("Draws", "Random")]
public class JsonNumberTests
{
    [Fact]
    public void Booleans_are_words() => JsonOracle.AssertSame(JsonText.Write, true, false);

    [Fact]
    public void Small_integers_are_their_digits()
    {
        for (int i = 0; i <= byte.MaxValue; i++)
        {
            JsonOracle.AssertSame(JsonText.Write, (byte)i);
            JsonOracle.AssertSame(JsonText.Write, (sbyte)i);
        }

        for (int i = 0; i <= ushort.MaxValue; i++)
        {
            JsonOracle.AssertSame(JsonText.Write, (ushort)i);
            JsonOracle.AssertSame(JsonText.Write, (short)i);
        }
    }

    [Fact]
    public void Integers_are_their_digits()
    {
        JsonOracle.AssertSame(JsonText.Write, 0, -1, int.MinValue, int.MaxValue);
        JsonOracle.AssertSame(JsonText.Write, 0u, uint.MaxValue);
        JsonOracle.AssertSame(JsonText.Write, 0L, -1L, long.MinValue, long.MaxValue);
        JsonOracle.AssertSame(JsonText.Write, 0UL, ulong.MaxValue);
        JsonOracle.AssertSame(JsonText.Write, Int128.Zero, Int128.MinValue, Int128.MaxValue);
        JsonOracle.AssertSame(JsonText.Write, UInt128.Zero, UInt128.MaxValue);

        JsonOracle.AssertSame(JsonText.Write, random => (int)random.Int64());
        JsonOracle.AssertSame(JsonText.Write, random => (uint)random.UInt64());
        JsonOracle.AssertSame(JsonText.Write, random => random.Int64());
        JsonOracle.AssertSame(JsonText.Write, random => random.UInt64());
        JsonOracle.AssertSame(JsonText.Write, random => random.Int128());
        JsonOracle.AssertSame(JsonText.Write, random => random.UInt128());
    }

    [Fact]
    public void Integers_around_powers_of_two_and_ten_have_the_right_number_of_digits()
    {
        for (UInt128 power = 1; power <= ulong.MaxValue; power *= 2)
        {
            JsonOracle.AssertSame(JsonText.Write, (ulong)power - 1, (ulong)power, (ulong)power + 1);
            JsonOracle.AssertSame(JsonText.Write, (long)power - 1, (long)power, -(long)power, 1 - (long)power);
            JsonOracle.AssertSame(JsonText.Write, (uint)power - 1, (uint)power);
            JsonOracle.AssertSame(JsonText.Write, (int)power - 1, (int)power, -(int)power);
        }

        for (UInt128 power = 1; power <= ulong.MaxValue; power *= 10)
        {
            JsonOracle.AssertSame(JsonText.Write, (ulong)power - 1, (ulong)power, (ulong)power + 1);
            JsonOracle.AssertSame(JsonText.Write, (long)power - 1, (long)power, -(long)power, 1 - (long)power);
            JsonOracle.AssertSame(JsonText.Write, (uint)power - 1, (uint)power);
            JsonOracle.AssertSame(JsonText.Write, (int)power - 1, (int)power, -(int)power);
        }
    }

    [Fact]
    public void Halves_are_their_shortest_text()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            Half value = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (Half.IsFinite(value))
            {
                JsonOracle.AssertSame(JsonText.Write, value);
            }
        }
    }

    [Fact]
    public void Floats_are_their_shortest_text()
    {
        JsonOracle.AssertSame(JsonText.Write, 0f, -0f, float.Epsilon, float.MaxValue, float.MinValue, 1e-4f, 0.00099999f, 1e-5f, 16777216f, 0.1f, 1e7f, 1e8f);
        JsonOracle.AssertSame(JsonText.Write, random => random.Single(), JsonOracle.Rounds * 5);
    }

    [Fact]
    public void Doubles_are_their_shortest_text()
    {
        JsonOracle.AssertSame(
            JsonText.Write, 0d, -0d, double.Epsilon, double.MaxValue, double.MinValue, Math.PI, 1e-4, -1e-4, 9.9999e-5, 0.1, 0.3, 0.1 + 0.2, 1.0 / 3, 5e-324);
        JsonOracle.AssertSame(JsonText.Write, random => random.Double(), JsonOracle.Rounds * 5);
    }

    [Fact]
    public void Doubles_around_powers_of_ten_change_their_form_where_System_Text_Json_does()
    {
        for (int exponent = -20; exponent <= 30; exponent++)
        {
            double power = Math.Pow(10, exponent);
            JsonOracle.AssertSame(JsonText.Write, power, -power, Math.BitIncrement(power), Math.BitDecrement(power), power * 1.5, power * 123456.789);
            float single = (float)power;
            JsonOracle.AssertSame(JsonText.Write, single, -single, MathF.BitIncrement(single), MathF.BitDecrement(single), single * 1.5f);
        }
    }

    [Fact]
    public void Prices_of_every_scale_are_their_digits()
    {
        for (int scale = 0; scale <= 8; scale++)
        {
            double power = Math.Pow(10, scale);
            for (int digits = 0; digits < 3000; digits++)
            {
                JsonOracle.AssertSame(JsonText.Write, digits / power);
                JsonOracle.AssertSame(JsonText.Write, (float)(digits / power));
                JsonOracle.AssertSame(JsonText.Write, new decimal(digits, 0, 0, (digits & 1) != 0, (byte)scale));
            }
        }
    }

    [Fact]
    public void Decimals_keep_their_scale()
    {
        JsonOracle.AssertSame(
            JsonText.Write,
            0m, 0.0m, 0.00000000m, new decimal(0, 0, 0, true, 0), new decimal(0, 0, 0, true, 2), 1.10m, -1.10m, 1e-28m, decimal.MaxValue,
            decimal.MinValue, 18446744073709551615m, 18446744073709551616m, 1.8446744073709551615m, 99999999m, 100000000m, 0.99999999m, 0.1000000m);
        JsonOracle.AssertSame(JsonText.Write, random => random.Decimal(), JsonOracle.Rounds * 5);
    }
}
