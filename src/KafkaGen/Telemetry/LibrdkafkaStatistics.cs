using System.Globalization;
using System.Text.Json;

namespace KafkaGen.Telemetry;

/// <summary>What librdkafka tells of itself every <c>statistics.interval.ms</c>, as far as it is measured (librdkafka's STATISTICS.md).</summary>
internal sealed class LibrdkafkaStatistics
{
    /// <summary>librdkafka's name of the producer: its <c>client.id</c> and a number.</summary>
    internal string Name { get; private set; } = "";

    internal List<BrokerStatistics> Brokers { get; } = [];

    internal List<TopicStatistics> Topics { get; } = [];

    /// <summary>Reads the JSON that librdkafka gives. What it does not know it skips.</summary>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    internal static LibrdkafkaStatistics Parse(ReadOnlySpan<byte> json)
    {
        LibrdkafkaStatistics statistics = new();
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (NextProperty(ref reader) is { } name)
        {
            switch (name)
            {
                case "name":
                    statistics.Name = reader.GetString() ?? "";
                    break;
                case "brokers":
                    ReadEach(ref reader, (ref Utf8JsonReader one) => statistics.Brokers.Add(BrokerStatistics.Read(ref one)));
                    break;
                case "topics":
                    ReadEach(ref reader, (ref Utf8JsonReader one) => statistics.Topics.Add(TopicStatistics.Read(ref one)));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return statistics;
    }

    /// <summary>The next property of the object that is read, with the reader at its value; <see langword="null"/> at the object's end.</summary>
    internal static string? NextProperty(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return null;
        }

        string name = reader.GetString()!;
        reader.Read();
        return name;
    }

    private delegate void ReadOne(ref Utf8JsonReader reader);

    private static void ReadEach(ref Utf8JsonReader reader, ReadOne read)
    {
        while (NextProperty(ref reader) is not null)
        {
            read(ref reader);
        }
    }
}

/// <summary>One broker's connection.</summary>
internal sealed class BrokerStatistics
{
    /// <summary>The broker's number; -1 of an address that was only configured.</summary>
    internal long NodeId { get; private set; }

    /// <summary>Its address, <c>host:port</c>.</summary>
    internal string NodeName { get; private set; } = "";

    internal string State { get; private set; } = "";

    internal long OutputQueue { get; private set; }

    internal long InFlight { get; private set; }

    internal long Requests { get; private set; }

    internal long Retries { get; private set; }

    internal long Errors { get; private set; }

    internal long TimedOut { get; private set; }

    internal long Connects { get; private set; }

    /// <summary>Round trips since the last statistics, in microseconds.</summary>
    internal WindowStatistics RoundTrip { get; private set; }

    internal static BrokerStatistics Read(ref Utf8JsonReader reader)
    {
        BrokerStatistics broker = new();
        while (LibrdkafkaStatistics.NextProperty(ref reader) is { } name)
        {
            switch (name)
            {
                case "nodeid":
                    broker.NodeId = reader.GetInt64();
                    break;
                case "nodename":
                    broker.NodeName = reader.GetString() ?? "";
                    break;
                case "state":
                    broker.State = reader.GetString() ?? "";
                    break;
                case "outbuf_cnt":
                    broker.OutputQueue = reader.GetInt64();
                    break;
                case "waitresp_cnt":
                    broker.InFlight = reader.GetInt64();
                    break;
                case "tx":
                    broker.Requests = reader.GetInt64();
                    break;
                case "txretries":
                    broker.Retries = reader.GetInt64();
                    break;
                case "txerrs":
                    broker.Errors = reader.GetInt64();
                    break;
                case "req_timeouts":
                    broker.TimedOut = reader.GetInt64();
                    break;
                case "connects":
                    broker.Connects = reader.GetInt64();
                    break;
                case "rtt":
                    broker.RoundTrip = WindowStatistics.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return broker;
    }

    /// <summary>The parts of the address.</summary>
    internal (string Host, int Port) Address()
    {
        int colon = NodeName.LastIndexOf(':');
        return colon > 0 && int.TryParse(NodeName.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? (NodeName[..colon].Trim('[', ']'), port)
            : (NodeName, 0);
    }
}

/// <summary>One topic's batches.</summary>
internal sealed class TopicStatistics
{
    internal string Topic { get; private set; } = "";

    internal WindowStatistics BatchBytes { get; private set; }

    internal WindowStatistics BatchRecords { get; private set; }

    internal static TopicStatistics Read(ref Utf8JsonReader reader)
    {
        TopicStatistics topic = new();
        while (LibrdkafkaStatistics.NextProperty(ref reader) is { } name)
        {
            switch (name)
            {
                case "topic":
                    topic.Topic = reader.GetString() ?? "";
                    break;
                case "batchsize":
                    topic.BatchBytes = WindowStatistics.Read(ref reader);
                    break;
                case "batchcnt":
                    topic.BatchRecords = WindowStatistics.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return topic;
    }
}

/// <summary>Values since the last statistics.</summary>
internal readonly record struct WindowStatistics(long Count, long Average, long P99)
{
    internal static WindowStatistics Read(ref Utf8JsonReader reader)
    {
        WindowStatistics window = default;
        while (LibrdkafkaStatistics.NextProperty(ref reader) is { } name)
        {
            switch (name)
            {
                case "cnt":
                    window = window with { Count = reader.GetInt64() };
                    break;
                case "avg":
                    window = window with { Average = reader.GetInt64() };
                    break;
                case "p99":
                    window = window with { P99 = reader.GetInt64() };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return window;
    }
}
