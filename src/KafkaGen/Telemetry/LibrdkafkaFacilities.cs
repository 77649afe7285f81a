using Microsoft.Extensions.Logging;

namespace KafkaGen.Telemetry;

/// <summary>Which category a line of librdkafka's log has, by its facility, and which level.</summary>
internal static class LibrdkafkaFacilities
{
    /// <summary>The category of librdkafka's lines; the groups stand below it.</summary>
    internal const string Category = "KafkaGen.Librdkafka";

    /// <summary>The groups, each with the beginnings of its facilities; the first that fits counts.</summary>
    internal static readonly (string Group, string[] Beginnings)[] Groups =
    [
        ("Security", ["SASL", "SSL", "OIDC", "OAUTH", "JWT", "CERT", "SCRAM", "KINIT", "LIBSASL"]),
        ("Transactions", ["TXN", "GETPID", "IDEMP", "PID", "ADDPARTS", "ADDOFFSETS", "FATAL", "EOS", "COORD", "INITPID"]),
        ("Connection", ["FAIL", "CONNECT", "CONN", "BROKER", "BRK", "STATE", "REQTMOUT", "REQERR", "APIVERSION", "PROTOERR", "NAGLE", "RCVBUF", "SNDBUF", "SOCKET", "DISCONNECT", "RECV", "SEND", "RETRY", "HOSTNAME", "NODENAME", "TERM"]),
        ("Metadata", ["METADATA", "TOPIC", "PART", "LEADER", "CLUSTERID", "CONTROLLERID", "AUTOCREATE", "NOINFO", "DESIRED"]),
        ("Delivery", ["PRODUCE", "MSG", "TIMEOUT", "PURGE", "FLUSH", "BATCH", "DRDROP", "GAPLESS", "GZIP", "SNAPPY", "LZ4", "ZSTD", "COMPRESS", "ICFAIL", "QUEUESIZE"]),
        ("Configuration", ["CONF", "PROPERTY", "INIT", "PLUGIN", "TELEMETRY"]),
    ];

    /// <summary>The group of a facility; empty for those of none.</summary>
    internal static string GroupOf(string facility) =>
        Array.Find(Groups, group => Array.Exists(group.Beginnings, beginning => facility.StartsWith(beginning, StringComparison.Ordinal))).Group ?? "";

    /// <summary>The level of a line. librdkafka tells each attempt to connect that fails as an error; it tries again by itself, so that is a warning.</summary>
    /// <param name="syslogLevel">Syslog's level: 0 (emergency) to 7 (debug).</param>
    /// <param name="group">The group of the line's facility.</param>
    internal static LogLevel LevelOf(int syslogLevel, string group) => syslogLevel switch
    {
        <= 2 => LogLevel.Critical,
        3 => group == "Connection" ? LogLevel.Warning : LogLevel.Error,
        4 => LogLevel.Warning,
        <= 6 => LogLevel.Information,
        _ => LogLevel.Debug,
    };
}
