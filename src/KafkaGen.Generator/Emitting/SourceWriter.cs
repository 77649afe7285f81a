using System.Buffers;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes indented lines that are the same on every machine.</summary>
internal sealed class SourceWriter : IDisposable
{
    private const int IndentWidth = 4;

    private const int FirstCapacity = 8192;

    // Of the pool: what is written for a thousand contracts, and once more for their fingerprints, was a third of all that the generator allocated.
    private char[] _text = ArrayPool<char>.Shared.Rent(FirstCapacity);
    private int _length;
    private int _indent;

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<char> Written => _text.AsSpan(0, _length);

    public void Line(string text = "")
    {
        int indent = text.Length == 0 ? 0 : _indent * IndentWidth;
        Span<char> line = Take(indent + text.Length + 1);
        line.Slice(0, indent).Fill(' ');
        text.AsSpan().CopyTo(line.Slice(indent));
        line[line.Length - 1] = '\n';
    }

    /// <summary>Writes a line and opens a block after it.</summary>
    public void Open(string text)
    {
        Line(text);
        Line("{");
        _indent++;
    }

    /// <summary>Closes the block, without a blank line before the brace.</summary>
    public void Close()
    {
        if (_length > 1 && _text[_length - 1] == '\n' && _text[_length - 2] == '\n')
        {
            _length--;
        }

        _indent--;
        Line("}");
    }

    public void Dispose()
    {
        char[] text = _text;
        _text = [];
        _length = 0;
        ArrayPool<char>.Shared.Return(text);
    }

    public override string ToString() => Written.ToString();

    private Span<char> Take(int count)
    {
        if (_text.Length - _length < count)
        {
            char[] longer = ArrayPool<char>.Shared.Rent(Math.Max(_text.Length * 2, _length + count));
            Written.CopyTo(longer);
            ArrayPool<char>.Shared.Return(_text);
            _text = longer;
        }

        _length += count;
        return _text.AsSpan(_length - count, count);
    }
}
