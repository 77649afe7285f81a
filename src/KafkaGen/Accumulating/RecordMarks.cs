namespace KafkaGen.Accumulating;

/// <summary>A yes or no for each record of a batch, which costs memory only where they differ.</summary>
internal struct RecordMarks
{
    private const int WordBits = 64;

    private ulong[]? _words;
    private int _skipped;
    private bool _first;
    private bool _hasAny;

    /// <summary>Whether some record is marked.</summary>
    internal readonly bool IsAny => _words is not null || (_hasAny && _first);

    internal readonly bool this[int index]
    {
        get
        {
            int at = _skipped + index;
            return _words is null ? _first : at / WordBits < _words.Length && (_words[at / WordBits] >> at & 1) != 0;
        }
    }

    /// <summary>Adds the next record.</summary>
    internal void Add(int index, bool isMarked)
    {
        if (!_hasAny)
        {
            (_hasAny, _first) = (true, isMarked);
        }

        if (_words is null && isMarked == _first)
        {
            return;
        }

        Set(index, isMarked);
    }

    /// <summary>The marks from one record on.</summary>
    internal readonly RecordMarks From(int index)
    {
        RecordMarks rest = this;
        rest._skipped += index;
        return rest;
    }

    private void Set(int index, bool isMarked)
    {
        int words = (index / WordBits) + 1;
        if (_words is null)
        {
            _words = new ulong[Math.Max(words, 4)];
            for (int before = 0; _first && before < index; before++)
            {
                _words[before / WordBits] |= 1UL << before;
            }
        }
        else if (words > _words.Length)
        {
            Array.Resize(ref _words, words * 2);
        }

        if (isMarked)
        {
            _words[index / WordBits] |= 1UL << index;
        }
    }
}
