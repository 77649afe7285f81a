using System.Numerics;
using CsCheck;

namespace KafkaGen.TestKit.Values;

/// <summary>
/// What values are made of: numbers from CsCheck's source. How many were drawn, and how large they were, is the size by which CsCheck shrinks a value
/// that fails. One thread at a time makes values of it.
/// </summary>
public sealed class Draws
{
    private PCG? _source;
    private ulong _count;
    private ulong _bits;

    private PCG Source => _source ?? throw new InvalidOperationException("Values are drawn while a generator makes one.");

    /// <summary>A generator of what is made by drawing from this.</summary>
    public Gen<T> Gen<T>(Func<T> make) => new Drawn<T>(this, make);

    public bool Bool() => Next(2) == 0;

    public bool OneIn(int count) => Next(count) == 0;

    public int Next() => Next(int.MaxValue);

    public int Next(int end) => Next(0, end);

    public int Next(int first, int end)
    {
        uint number = Source.Next((uint)(end - (long)first));
        Count(BitOperations.Log2(number) + 1);
        return (int)(first + number);
    }

    public long NextInt64(long end)
    {
        ulong number = Source.Next64((ulong)end);
        Count(BitOperations.Log2(number) + 1);
        return (long)number;
    }

    public ulong Bits()
    {
        Count(64);
        return Source.Next64();
    }

    public void Fill(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Next(256);
        }
    }

    public T OneOf<T>(IReadOnlyList<T> values) => values[Next(values.Count)];

    private void Count(int bits)
    {
        _count++;
        _bits += (ulong)bits;
    }

    private sealed class Drawn<T>(Draws draws, Func<T> make) : Gen<T>
    {
        public override T Generate(PCG pcg, Size? min, out Size size)
        {
            draws._source = pcg;
            draws._count = 0;
            draws._bits = 0;
            T value = make();
            size = new Size(draws._count, new Size(draws._bits));
            return value;
        }
    }
}
