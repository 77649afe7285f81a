using System.Runtime.InteropServices;
using System.Text;

namespace KafkaGen.EncodingTests;

/// <summary>Random scalars, with the values at the edges of each type far more often than chance would have them.</summary>
internal sealed class RandomScalars(int seed)
{
    private const string Hard = "\"\\&'+<>`/\u007F\u0000\u001F\b\f\n\r\t é߀Яא\u2028\u2029\uFEFF\uFFFD\uFFFF\uD800\uDBFF\uDC00\uDFFF";

    private readonly Random _random = new(seed);

    public Random Random => _random;

    public bool Bool() => _random.Next(2) == 0;

    /// <summary>Random bits of random width, so that numbers of few digits are as frequent as long ones.</summary>
    public ulong UInt64() => (ulong)_random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64);

    public long Int64() => Bool() ? (long)UInt64() : -(long)UInt64();

    public UInt128 UInt128() => new UInt128(UInt64(), UInt64()) >> _random.Next(128);

    public Int128 Int128() => Bool() ? (Int128)UInt128() : -(Int128)UInt128();

    public Half Half()
    {
        Half value;
        do
        {
            value = BitConverter.Int16BitsToHalf((short)_random.Next());
        }
        while (!System.Half.IsFinite(value));

        return value;
    }

    public float Single() => _random.Next(4) switch
    {
        0 => Finite(BitConverter.Int32BitsToSingle(_random.Next(int.MinValue, int.MaxValue)), float.IsFinite),
        1 => _random.Next(-1_000_000, 1_000_000) / MathF.Pow(10, _random.Next(8)),
        2 => MathF.BitIncrement(_random.Next(100_000) / MathF.Pow(10, _random.Next(5))),
        _ => _random.Next(-20_000_000, 20_000_000),
    };

    public double Double() => _random.Next(5) switch
    {
        0 => Finite(BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)), double.IsFinite),
        1 => Int64() / Math.Pow(10, _random.Next(19)),
        2 => Math.BitIncrement(_random.Next(1_000_000) / Math.Pow(10, _random.Next(8))),
        3 => _random.Next(-1_000_000, 1_000_000) / Math.Pow(10, _random.Next(8)),
        _ => Int64(),
    };

    public decimal Decimal() => _random.Next(3) switch
    {
        0 => new decimal(_random.Next(), _random.Next(), _random.Next() >> _random.Next(32), Bool(), (byte)_random.Next(29)),
        1 => new decimal((int)UInt64(), (int)UInt64() >> _random.Next(32), 0, Bool(), (byte)_random.Next(29)),
        _ => new decimal(_random.Next(1_000_000), 0, 0, Bool(), (byte)_random.Next(7)),
    };

    public char Char() => _random.Next(3) switch
    {
        0 => (char)_random.Next(char.MaxValue + 1),
        1 => Hard[_random.Next(Hard.Length)],
        _ => (char)_random.Next(' ', 0x7F),
    };

    /// <summary>Text of any length up to a few vectors, rarely longer: plain, with hard characters here and there, foreign, or noise.</summary>
    public string Text()
    {
        int length = _random.Next(50) == 0 ? _random.Next(3000) : _random.Next(70);
        int kind = _random.Next(5);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            bool isHard = kind switch { 0 => false, 1 => _random.Next(40) == 0, 2 => _random.Next(6) == 0, _ => true };
            text.Append(!isHard ? (char)_random.Next('a', 'z' + 1) : kind == 3 ? (char)_random.Next(0x400, 0x450) : Char());
        }

        if (kind == 4 && Bool())
        {
            text.Append("\U0001F600").Append(char.ConvertFromUtf32(_random.Next(0x10000, 0x10FFFF)));
        }

        return text.ToString();
    }

    public byte[] Bytes()
    {
        byte[] bytes = new byte[_random.Next(40)];
        _random.NextBytes(bytes);
        return bytes;
    }

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public DateTime DateTime() => new(Ticks(System.DateTime.MaxValue.Ticks), (DateTimeKind)_random.Next(3));

    public DateTimeOffset DateTimeOffset()
    {
        // A day away from both ends, so that every offset stays in range.
        long ticks = System.TimeSpan.TicksPerDay + Ticks(System.DateTime.MaxValue.Ticks - (2 * System.TimeSpan.TicksPerDay));
        return new DateTimeOffset(ticks, System.TimeSpan.FromMinutes(_random.Next(-14 * 60, (14 * 60) + 1)));
    }

    public DateOnly DateOnly() => System.DateOnly.FromDayNumber(_random.Next(System.DateOnly.MaxValue.DayNumber + 1));

    public TimeOnly TimeOnly() => new(Ticks(System.TimeSpan.TicksPerDay - 1));

    public TimeSpan TimeSpan() => new(Bool() ? Int64() : Ticks(10 * System.TimeSpan.TicksPerDay));

    public Uri Uri() => Bool()
        ? new Uri($"https://example.org/{_random.Next()}/a b?q=<é>&r=\"{System.Uri.EscapeDataString("ß ü")}\"#f'")
        : new Uri($"../relative/{_random.Next()}?x='é'", UriKind.Relative);

    public Version Version() => _random.Next(3) switch
    {
        0 => new Version(_random.Next(), _random.Next()),
        1 => new Version(_random.Next(10), _random.Next(10), _random.Next()),
        _ => new Version(_random.Next(), _random.Next(), _random.Next(), _random.Next()),
    };

    /// <summary>Any enum value, most often one that has no name.</summary>
    public T Bits<T>()
        where T : unmanaged
    {
        Span<T> value = stackalloc T[1];
        _random.NextBytes(MemoryMarshal.AsBytes(value));
        return value[0];
    }

    // A fraction of a second with none to seven digits.
    private long Ticks(long max)
    {
        long ticks = _random.NextInt64(max + 1);
        long precision = (long)Math.Pow(10, _random.Next(8));
        return ticks / precision * precision;
    }

    private static T Finite<T>(T value, Predicate<T> isFinite)
        where T : struct
        => isFinite(value) ? value : default;
}
