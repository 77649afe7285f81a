using System.Text;
using CsCheck;

namespace KafkaGen.TestKit.Values;

/// <summary>Random scalars, with the values at the edges of each type far more often than chance would have them.</summary>
public sealed class RandomScalars(Draws draws)
{
    private const string Hard = "\"\\&'+<>`/\u007F\u0000\u001F\b\f\n\r\t é߀Яא\u2028\u2029\uFEFF\uFFFD\uFFFF\uD800\uDBFF\uDC00\uDFFF";

    /// <summary>A generator of what is made of scalars.</summary>
    public static Gen<T> Gen<T>(Func<RandomScalars, T> make)
    {
        var draws = new Draws();
        var scalars = new RandomScalars(draws);
        return draws.Gen(() => make(scalars));
    }

    public bool Bool() => draws.Bool();

    /// <summary>Random bits of random width, so that numbers of few digits are as frequent as long ones.</summary>
    public ulong UInt64() => draws.Bits() >> draws.Next(64);

    public long Int64() => Bool() ? (long)UInt64() : -(long)UInt64();

    public UInt128 UInt128() => new UInt128(UInt64(), UInt64()) >> draws.Next(128);

    public Int128 Int128() => Bool() ? (Int128)UInt128() : -(Int128)UInt128();

    public Half Half()
    {
        Half value;
        do
        {
            value = BitConverter.Int16BitsToHalf((short)draws.Next());
        }
        while (!System.Half.IsFinite(value));

        return value;
    }

    public float Single() => draws.Next(4) switch
    {
        0 => Finite(BitConverter.Int32BitsToSingle(draws.Next(int.MinValue, int.MaxValue)), float.IsFinite),
        1 => draws.Next(-1_000_000, 1_000_000) / MathF.Pow(10, draws.Next(8)),
        2 => MathF.BitIncrement(draws.Next(100_000) / MathF.Pow(10, draws.Next(5))),
        _ => draws.Next(-20_000_000, 20_000_000),
    };

    public double Double() => draws.Next(5) switch
    {
        0 => Finite(BitConverter.UInt64BitsToDouble(draws.Bits()), double.IsFinite),
        1 => Int64() / Math.Pow(10, draws.Next(19)),
        2 => Math.BitIncrement(draws.Next(1_000_000) / Math.Pow(10, draws.Next(8))),
        3 => draws.Next(-1_000_000, 1_000_000) / Math.Pow(10, draws.Next(8)),
        _ => Int64(),
    };

    public decimal Decimal() => draws.Next(3) switch
    {
        0 => new decimal(draws.Next(), draws.Next(), draws.Next() >> draws.Next(32), Bool(), (byte)draws.Next(29)),
        1 => new decimal((int)UInt64(), (int)UInt64() >> draws.Next(32), 0, Bool(), (byte)draws.Next(29)),
        _ => new decimal(draws.Next(1_000_000), 0, 0, Bool(), (byte)draws.Next(7)),
    };

    public char Char() => draws.Next(3) switch
    {
        0 => (char)draws.Next(char.MaxValue + 1),
        1 => Hard[draws.Next(Hard.Length)],
        _ => (char)draws.Next(' ', 0x7F),
    };

    /// <summary>Text of any length up to a few vectors, rarely longer: plain, with hard characters here and there, foreign, or noise.</summary>
    public string Text()
    {
        int length = draws.OneIn(50) ? draws.Next(3000) : draws.Next(70);
        int kind = draws.Next(5);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            bool isHard = kind switch { 0 => false, 1 => draws.OneIn(40), 2 => draws.OneIn(6), _ => true };
            text.Append(!isHard ? (char)draws.Next('a', 'z' + 1) : kind == 3 ? (char)draws.Next(0x400, 0x450) : Char());
        }

        if (kind == 4 && Bool())
        {
            text.Append("\U0001F600").Append(char.ConvertFromUtf32(draws.Next(0x10000, 0x10FFFF)));
        }

        return text.ToString();
    }

    public byte[] Bytes()
    {
        byte[] bytes = new byte[draws.Next(40)];
        draws.Fill(bytes);
        return bytes;
    }

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        draws.Fill(bytes);
        return new Guid(bytes);
    }

    public DateTime DateTime() => new(Ticks(System.DateTime.MaxValue.Ticks), (DateTimeKind)draws.Next(3));

    public DateTimeOffset DateTimeOffset()
    {
        // A day away from both ends, so that every offset stays in range.
        long ticks = System.TimeSpan.TicksPerDay + Ticks(System.DateTime.MaxValue.Ticks - (2 * System.TimeSpan.TicksPerDay));
        return new DateTimeOffset(ticks, System.TimeSpan.FromMinutes(draws.Next(-14 * 60, (14 * 60) + 1)));
    }

    public DateOnly DateOnly() => System.DateOnly.FromDayNumber(draws.Next(System.DateOnly.MaxValue.DayNumber + 1));

    public TimeOnly TimeOnly() => new(Ticks(System.TimeSpan.TicksPerDay - 1));

    public TimeSpan TimeSpan() => new(Bool() ? Int64() : Ticks(10 * System.TimeSpan.TicksPerDay));

    public Uri Uri() => Bool()
        ? new Uri($"https://example.org/{draws.Next()}/a b?q=<é>&r=\"{System.Uri.EscapeDataString("ß ü")}\"#f'")
        : new Uri($"../relative/{draws.Next()}?x='é'", UriKind.Relative);

    public Version Version() => draws.Next(3) switch
    {
        0 => new Version(draws.Next(), draws.Next()),
        1 => new Version(draws.Next(10), draws.Next(10), draws.Next()),
        _ => new Version(draws.Next(), draws.Next(), draws.Next(), draws.Next()),
    };

    // A fraction of a second with none to seven digits.
    private long Ticks(long max)
    {
        long ticks = draws.NextInt64(max + 1);
        long precision = (long)Math.Pow(10, draws.Next(8));
        return ticks / precision * precision;
    }

    private static T Finite<T>(T value, Predicate<T> isFinite)
        where T : struct
        => isFinite(value) ? value : default;
}
