using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace KafkaGen.Contracts;

/// <summary>
/// Writes the values of an enum by their names, as System.Text.Json's <c>JsonStringEnumConverter</c> does: combinations of flags separated by
/// commas, values without a name as numbers. Made once by generated code.
/// </summary>
/// <typeparam name="T">The enum.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonEnumText<T>
    where T : struct, Enum
{
    private static readonly bool s_isFlags = typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false);
    private static readonly bool s_isSigned = Type.GetTypeCode(typeof(T)) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64;

    // Flags: those of more bits come first, so that a name for several flags is preferred to the names of each.
    private readonly (ulong Bits, byte[] Text)[] _names;
    private readonly Dictionary<ulong, byte[]> _quoted = [];

    /// <summary>Makes the table of names.</summary>
    /// <param name="renamed">The members whose JSON name is not their own.</param>
    public JsonEnumText(params (string Name, string JsonName)[] renamed)
        : this(false, renamed)
    {
    }

    /// <summary>Makes the table of names.</summary>
    /// <param name="relaxed">Whether the names are escaped no more than JSON needs.</param>
    /// <param name="renamed">The members whose JSON name is not their own.</param>
    public JsonEnumText(bool relaxed, params (string Name, string JsonName)[] renamed)
    {
        ArgumentNullException.ThrowIfNull(renamed);
        var jsonNames = renamed.ToDictionary(member => member.Name, member => member.JsonName);
        IEnumerable<(ulong Bits, byte[] Text)> names = Enum.GetValues<T>()
            .Zip(Enum.GetNames<T>(), (value, name) => (BitsOf(value), Escape(jsonNames.GetValueOrDefault(name, name), relaxed)));
        _names = [.. s_isFlags ? names.OrderByDescending(name => BitOperations.PopCount(name.Bits)) : names];
        foreach ((ulong bits, byte[] text) in _names)
        {
            _quoted.TryAdd(bits, [(byte)'"', .. text, (byte)'"']);
        }
    }

    /// <summary>Writes a value.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The value.</param>
    public void Write(RecordBuffer output, T value)
    {
        ArgumentNullException.ThrowIfNull(output);
        ulong bits = BitsOf(value);
        if (!TryWriteName(output, bits))
        {
            WriteNumber(output, bits);
        }
    }

    /// <summary>Writes a value as the name of a member, with the colon after it.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="value">The value.</param>
    public void WritePropertyName(RecordBuffer output, T value)
    {
        ArgumentNullException.ThrowIfNull(output);
        ulong bits = BitsOf(value);
        if (!TryWriteName(output, bits))
        {
            output.Write((byte)'"');
            WriteNumber(output, bits);
            output.Write((byte)'"');
        }

        output.Write((byte)':');
    }

    private bool TryWriteName(RecordBuffer output, ulong bits)
    {
        if (_quoted.TryGetValue(bits, out byte[]? quoted))
        {
            output.Write(quoted);
            return true;
        }

        if (!s_isFlags || !IsCombination(bits))
        {
            return false;
        }

        ulong rest = bits;
        ReadOnlySpan<byte> separator = "\""u8;
        foreach ((ulong flag, byte[] text) in _names)
        {
            if (flag != 0 && (rest & flag) == flag)
            {
                output.Write(separator);
                output.Write(text);
                separator = ", "u8;
                rest &= ~flag;
            }
        }

        output.Write((byte)'"');
        return true;
    }

    private bool IsCombination(ulong bits)
    {
        ulong rest = bits;
        foreach ((ulong flag, _) in _names)
        {
            if ((rest & flag) == flag)
            {
                rest &= ~flag;
            }
        }

        return bits != 0 && rest == 0;
    }

    private static void WriteNumber(RecordBuffer output, ulong bits)
    {
        if (s_isSigned)
        {
            JsonText.Write(output, (long)bits);
        }
        else
        {
            JsonText.Write(output, bits);
        }
    }

    private static byte[] Escape(string name, bool relaxed)
    {
        var buffer = new RecordBuffer();
        if (relaxed)
        {
            RelaxedJsonText.Write(buffer, name);
        }
        else
        {
            JsonText.Write(buffer, name);
        }

        return buffer.Value[1..^1].ToArray();
    }

    private static ulong BitsOf(T value) => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.SByte => (ulong)Unsafe.As<T, sbyte>(ref value),
        TypeCode.Int16 => (ulong)Unsafe.As<T, short>(ref value),
        TypeCode.Int32 => (ulong)Unsafe.As<T, int>(ref value),
        TypeCode.Byte => Unsafe.As<T, byte>(ref value),
        TypeCode.UInt16 => Unsafe.As<T, ushort>(ref value),
        TypeCode.UInt32 => Unsafe.As<T, uint>(ref value),
        _ => Unsafe.As<T, ulong>(ref value),
    };
}
