using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Tests.Telemetry;

/// <summary>The tables of docs/observability.md, which are made from the code with KAFKAGEN_UPDATE_APPROVED=1.</summary>
public sealed class ObservabilityTableTests
{
    private static readonly string s_page = Path.Combine(
        typeof(ObservabilityTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!,
        "../../docs/observability.md");

    [Fact]
    public void Metrics_of_the_page_are_those_of_the_meter() => AssertTable("metrics", Metrics());

    [Fact]
    public void Log_events_of_the_page_are_those_of_the_code() => AssertTable("log events", LogEvents());

    [Fact]
    public void Thresholds_of_the_page_are_those_of_the_code() => AssertTable("thresholds", Thresholds());

    [Fact]
    public void Categories_of_the_page_are_those_of_the_code() => AssertTable("categories", Categories());

    [Fact]
    public void Every_attribute_is_on_the_page()
    {
        string page = File.ReadAllText(s_page);
        string[] names =
        [
            .. typeof(TelemetryTags).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
                .Select(field => (string)field.GetRawConstantValue()!)
                .Where(name => name.Contains('.', StringComparison.Ordinal)),
        ];

        Assert.True(names.Length > 10);
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Log_events_have_ids_and_names_of_their_own()
    {
        LoggerMessageAttribute[] events = [.. Events()];

        Assert.Equal(events.Length, events.Select(one => one.EventId).Distinct().Count());
        Assert.Equal(events.Length, events.Select(one => one.EventName).Distinct().Count());
        Assert.All(events, one => Assert.False(string.IsNullOrEmpty(one.EventName)));
    }

    private static void AssertTable(string name, IEnumerable<string> rows)
    {
        string begin = $"<!-- {name}: written by ObservabilityTableTests with KAFKAGEN_UPDATE_APPROVED=1 -->";
        string end = $"<!-- end of {name} -->";
        string table = "\n" + string.Join("\n", rows) + "\n";
        lock (s_page)
        {
            string page = File.ReadAllText(s_page).ReplaceLineEndings("\n");
            int from = page.IndexOf(begin, StringComparison.Ordinal);
            int to = page.IndexOf(end, StringComparison.Ordinal);
            Assert.InRange(from, 0, to);
            if (Environment.GetEnvironmentVariable("KAFKAGEN_UPDATE_APPROVED") == "1")
            {
                File.WriteAllText(s_page, page[..(from + begin.Length)] + table + page[to..]);
                return;
            }

            Assert.Equal(table, page[(from + begin.Length)..to]);
        }
    }

    private static List<string> Metrics()
    {
        List<Instrument> instruments = [];
        foreach (Type type in new[] { typeof(SendInstruments), typeof(QueueInstruments), typeof(StatisticsInstruments) })
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == SendInstruments.Meter)
                {
                    instruments.Add(instrument);
                }
            },
        };
        listener.Start();
        return
        [
            "| Metric | Instrument | Unit | Meaning |",
            "|---|---|---|---|",
            .. instruments.OrderBy(one => one.Name, StringComparer.Ordinal)
                .Select(one => $"| `{one.Name}` | {one.GetType().Name.Split('`')[0]} | `{one.Unit}` | {one.Description} |"),
        ];
    }

    private static IEnumerable<string> LogEvents() =>
    [
        "| Id | Name | Level | Text |",
        "|--:|---|---|---|",
        .. Events().OrderBy(one => one.EventId).Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"| {one.EventId} | `{one.EventName}` | {(one.Level == LogLevel.None ? "as librdkafka's" : one.Level)} | {one.Message} |")),
    ];

    private static IEnumerable<string> Thresholds()
    {
        KafkaGenHealthOptions defaults = new();
        return
        [
            "| Threshold | Default |",
            "|---|---|",
            .. typeof(KafkaGenHealthOptions).GetProperties().Select(property => $"| `{property.Name}` | `{property.GetValue(defaults)}` |"),
        ];
    }

    private static IEnumerable<string> Categories() =>
    [
        "| Category | librdkafka's facilities, by their beginnings |",
        "|---|---|",
        .. LibrdkafkaFacilities.Groups.Select(group => $"| `{LibrdkafkaFacilities.Category}.{group.Group}` | {string.Join(", ", group.Beginnings)} |"),
        $"| `{LibrdkafkaFacilities.Category}` | all others |",
    ];

    private static IEnumerable<LoggerMessageAttribute> Events() =>
        typeof(KafkaGenClient).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>();
}
