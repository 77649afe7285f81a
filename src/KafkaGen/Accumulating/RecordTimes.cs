namespace KafkaGen.Accumulating;

/// <summary>
/// The times of those records of a batch that are awaited, in milliseconds since 1970: one number as long as all are equal, and one more whenever they change. A record that takes the time of
/// its call shares it with thousands.
/// </summary>
internal struct RecordTimes
{
    /// <summary>The last millisecond that a <see cref="DateTimeOffset"/> holds; Kafka's timestamps go further.</summary>
    internal static readonly long LatestDate = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private const int FewChanges = 8;

    private readonly long _first;
    private (int From, long Time)[]? _changes;
    private int _changeCount;
    private readonly int _skipped;
    private readonly bool _hasAny;

    internal RecordTimes(long all)
    {
        _first = all;
        _hasAny = true;
    }

    private RecordTimes(long first, (int From, long Time)[]? changes, int changeCount, int skipped)
    {
        _first = first;
        _changes = changes;
        _changeCount = changeCount;
        _skipped = skipped;
        _hasAny = true;
    }

    /// <summary>The time of a record that was given one.</summary>
    internal readonly long this[int index]
    {
        get
        {
            int at = _skipped + index;
            int low = 0;
            int high = _changeCount;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (_changes![middle].From <= at)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low == 0 ? _first : _changes![low - 1].Time;
        }
    }

    /// <summary>Adds the time of a later record.</summary>
    /// <param name="index">The record.</param>
    /// <param name="time">Its time.</param>
    internal void Add(int index, long time)
    {
        if (!_hasAny)
        {
            this = new RecordTimes(time);
            return;
        }

        if (time == (_changeCount == 0 ? _first : _changes![_changeCount - 1].Time))
        {
            return;
        }

        _changes ??= new (int, long)[FewChanges];
        if (_changeCount == _changes.Length)
        {
            Array.Resize(ref _changes, _changeCount * 2);
        }

        _changes[_changeCount++] = (index, time);
    }

    /// <summary>The times from one record on.</summary>
    internal readonly RecordTimes From(int index) => new(_first, _changes, _changeCount, _skipped + index);
}
