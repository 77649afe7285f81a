using System.Text;

namespace KafkaGen.Generator.Emitting;

/// <summary>Writes indented lines that are the same on every machine.</summary>
internal sealed class SourceWriter
{
    private const int IndentWidth = 4;

    private readonly StringBuilder _text = new();
    private int _indent;

    public void Line(string text = "")
    {
        if (text.Length > 0)
        {
            _text.Append(' ', _indent * IndentWidth).Append(text);
        }

        _text.Append('\n');
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
        if (_text.Length > 1 && _text[_text.Length - 1] == '\n' && _text[_text.Length - 2] == '\n')
        {
            _text.Length--;
        }

        _indent--;
        Line("}");
    }

    public override string ToString() => _text.ToString();
}
