namespace KafkaGen.Telemetry;

/// <summary>
/// Lets a line of each kind through once an interval and counts the others: a cluster that is down makes librdkafka say the same of each attempt to connect.
/// Lines are of one kind when they differ in numbers only.
/// </summary>
internal sealed class RepeatedLines(TimeSpan interval)
{
    // Kinds are made of text that brokers and addresses are part of: more of them share one.
    private const int MaxKinds = 256;
    private const string Rest = "";

    private readonly object _gate = new();
    private readonly Dictionary<string, Kind> _kinds = [];

    /// <summary>Whether a line is to be written now.</summary>
    internal bool TryPass(string source, string text, int level, long now)
    {
        string kind = KindOf(source, text);
        lock (_gate)
        {
            if (_kinds.Count >= MaxKinds && !_kinds.ContainsKey(kind))
            {
                kind = Rest;
            }

            if (_kinds.TryGetValue(kind, out Kind? known))
            {
                known.Source = source;
                known.LastText = text;
                known.Level = level;
                known.LeftOut++;
                return false;
            }

            _kinds.Add(kind, new Kind { Source = source, LastText = text, Level = level, Until = now + (long)interval.TotalMilliseconds });
            return true;
        }
    }

    /// <summary>The kinds whose interval is over and of which lines were left out, each with the last of those lines. They begin a new interval with it.</summary>
    internal List<(string Source, string LastText, int LeftOut, int Level)> TakeLeftOut(long now)
    {
        List<(string, string, int, int)> leftOut = [];
        lock (_gate)
        {
            foreach ((string name, Kind kind) in _kinds)
            {
                if (now < kind.Until)
                {
                    continue;
                }

                if (kind.LeftOut == 0)
                {
                    _kinds.Remove(name);
                    continue;
                }

                leftOut.Add((kind.Source, kind.LastText, kind.LeftOut, kind.Level));
                kind.LeftOut = 0;
                kind.Until = now + (long)interval.TotalMilliseconds;
            }
        }

        return leftOut;
    }

    // Without the name of the thread before it, and without how long and how often after it.
    private static string KindOf(string source, string text)
    {
        int start = text.StartsWith("[thrd:", StringComparison.Ordinal) ? text.IndexOf("]: ", StringComparison.Ordinal) + 1 : 0;
        int end = text.IndexOf(" (after ", start, StringComparison.Ordinal);
        ReadOnlySpan<char> essence = text.AsSpan(start, (end < 0 ? text.Length : end) - start);
        Span<char> kind = essence.Length <= 512 ? stackalloc char[essence.Length] : new char[essence.Length];
        int length = 0;
        foreach (char letter in essence)
        {
            if (!char.IsAsciiDigit(letter))
            {
                kind[length++] = letter;
            }
        }

        return string.Concat(source, ":", kind[..length]);
    }

    private sealed class Kind
    {
        internal required string Source { get; set; }

        internal required string LastText { get; set; }

        internal required int Level { get; set; }

        internal required long Until { get; set; }

        internal int LeftOut { get; set; }
    }
}
