using System.Globalization;

namespace KafkaGen.Testing.Broker.Topics;

/// <summary>A topic's configuration: what was set for it, above the cluster's and Kafka's defaults.</summary>
internal sealed class TopicConfiguration(IReadOnlyDictionary<string, string> clusterDefaults)
{
    private static readonly Dictionary<string, (string Default, Func<string, bool> IsValid)> s_known = new()
    {
        ["cleanup.policy"] = ("delete", value => value.Split(',').All(policy => policy.Trim() is "delete" or "compact")),
        ["compression.type"] = ("producer", value => value is "producer" or "uncompressed" or "gzip" or "snappy" or "lz4" or "zstd"),
        ["delete.retention.ms"] = ("86400000", NotNegative),
        ["file.delete.delay.ms"] = ("60000", NotNegative),
        ["flush.messages"] = ("9223372036854775807", Positive),
        ["flush.ms"] = ("9223372036854775807", NotNegative),
        ["index.interval.bytes"] = ("4096", NotNegativeInt),
        ["max.compaction.lag.ms"] = ("9223372036854775807", Positive),
        ["max.message.bytes"] = ("1048588", NotNegativeInt),
        ["message.timestamp.after.max.ms"] = ("3600000", NotNegative),
        ["message.timestamp.before.max.ms"] = ("9223372036854775807", NotNegative),
        ["message.timestamp.type"] = ("CreateTime", value => value is "CreateTime" or "LogAppendTime"),
        ["min.cleanable.dirty.ratio"] = ("0.5", IsRatio),
        ["min.compaction.lag.ms"] = ("0", NotNegative),
        ["min.insync.replicas"] = ("1", PositiveInt),
        ["preallocate"] = ("false", IsFlag),
        ["retention.bytes"] = ("-1", IsNumber),
        ["retention.ms"] = ("604800000", IsNumber),
        ["segment.bytes"] = ("1073741824", PositiveInt),
        ["segment.ms"] = ("604800000", Positive),
        ["unclean.leader.election.enable"] = ("false", IsFlag),
    };

    private readonly Dictionary<string, string> _own = [];

    // Read for every batch, so not parsed for every batch.
    private Parsed? _parsed;

    public int MaxMessageBytes => Values.MaxMessageBytes;

    public int MinInSyncReplicas => Values.MinInSyncReplicas;

    public bool IsLogAppendTime => Values.IsLogAppendTime;

    public bool IsCompacted => Values.IsCompacted;

    public bool AllowsUncleanElection => Values.AllowsUncleanElection;

    public long TimestampBeforeMax => Values.TimestampBeforeMax;

    public long TimestampAfterMax => Values.TimestampAfterMax;

    private Parsed Values => _parsed ??= new Parsed(this);

    public static IEnumerable<string> Names => s_known.Keys.Order(StringComparer.Ordinal);

    /// <summary>Why a name and value cannot be set, or <see langword="null"/>.</summary>
    public static string? Refusal(string name, string? value)
    {
        if (!s_known.TryGetValue(name, out (string Default, Func<string, bool> IsValid) known))
        {
            return $"Unknown topic config name: {name}";
        }

        return value is not null && known.IsValid(value) ? null : $"Invalid value {value ?? "null"} for configuration {name}";
    }

    public bool IsOwn(string name) => _own.ContainsKey(name);

    public bool IsClusters(string name) => clusterDefaults.ContainsKey(name);

    public string? this[string name] =>
        s_known.ContainsKey(name) ? _own.GetValueOrDefault(name) ?? Default(name, clusterDefaults) : null;

    public void Set(string name, string? value)
    {
        if (value is null)
        {
            _own.Remove(name);
        }
        else
        {
            _own[name] = value;
        }

        _parsed = null;
    }

    private int Int(string name) => int.Parse(this[name]!, CultureInfo.InvariantCulture);

    private long Number(string name) => long.Parse(this[name]!, CultureInfo.InvariantCulture);

    private static string Default(string name, IReadOnlyDictionary<string, string> defaults) =>
        defaults.TryGetValue(name, out string? value) ? value : s_known[name].Default;

    private static bool IsNumber(string value) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    // Kafka's LogConfig has these as INT, the others as LONG.
    private static bool IsInt(string value) => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static bool NotNegativeInt(string value) => IsInt(value) && value[0] != '-';

    private static bool PositiveInt(string value) => NotNegativeInt(value) && HasDigit(value);

    private static bool NotNegative(string value) => IsNumber(value) && value[0] != '-';

    private static bool Positive(string value) => NotNegative(value) && HasDigit(value);

    private static bool HasDigit(string value) => value.Any(digit => digit is >= '1' and <= '9');

    private static bool IsFlag(string value) => value is "true" or "false";

    private static bool IsRatio(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) && ratio is >= 0 and <= 1;

    private sealed class Parsed(TopicConfiguration texts)
    {
        public int MaxMessageBytes { get; } = texts.Int("max.message.bytes");

        public int MinInSyncReplicas { get; } = texts.Int("min.insync.replicas");

        public bool IsLogAppendTime { get; } = texts["message.timestamp.type"] == "LogAppendTime";

        public bool IsCompacted { get; } = texts["cleanup.policy"]!.Contains("compact", StringComparison.Ordinal);

        public bool AllowsUncleanElection { get; } = texts["unclean.leader.election.enable"] == "true";

        public long TimestampBeforeMax { get; } = texts.Number("message.timestamp.before.max.ms");

        public long TimestampAfterMax { get; } = texts.Number("message.timestamp.after.max.ms");
    }
}
