namespace KafkaGen.Accumulating;

/// <summary>The times of the records of a batch, in milliseconds since 1970: one number as long as all are equal.</summary>
internal readonly struct RecordTimes
{
    private readonly long _all;
    private readonly long[]? _each;
    private readonly int _from;

    internal RecordTimes(long all) => _all = all;

    private RecordTimes(long[] each, int from)
    {
        _each = each;
        _from = from;
    }

    internal long this[int index] => _each is null ? _all : _each[_from + index];

    /// <summary>The times with that of the next record.</summary>
    /// <param name="count">How many there are so far.</param>
    /// <param name="time">The next.</param>
    internal RecordTimes With(int count, long time)
    {
        if (_each is null && (count == 0 || time == _all))
        {
            return new RecordTimes(time);
        }

        long[] each = _each ?? [];
        if (count >= each.Length)
        {
            Array.Resize(ref each, Math.Max(16, count * 2));
            if (_each is null)
            {
                each.AsSpan(0, count).Fill(_all);
            }
        }

        each[count] = time;
        return new RecordTimes(each, 0);
    }

    /// <summary>The times from one record on.</summary>
    internal RecordTimes From(int index) => _each is null ? this : new RecordTimes(_each, _from + index);
}
