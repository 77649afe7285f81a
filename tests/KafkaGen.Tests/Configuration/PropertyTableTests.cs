using System.Reflection;
using Confluent.Kafka;
using KafkaGen.Configuration;
using KafkaGen.Configuration.Catalog;
using KafkaGen.Native;

namespace KafkaGen.Tests.Configuration;

/// <summary>The properties of the producer: their names in three clients, and the table of the documentation, which is made from them.</summary>
public sealed class PropertyTableTests
{
    private const string Begin = "<!-- properties: written by PropertyTableTests with KAFKAGEN_UPDATE_APPROVED=1 -->";
    private const string End = "<!-- end of properties -->";

    // The version that the table's defaults are of.
    private const string Version = "2.16";

    private static readonly string s_page = Path.Combine(
        typeof(PropertyTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!,
        "../../docs/configuration.md");

    public PropertyTableTests() => LibrdkafkaResolver.EnsureLoaded();

    public static TheoryData<string> ConfluentNames => [.. ConfluentProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(ConfluentNames))]
    public void Every_property_of_Confluents_ProducerConfig_is_known_by_both_of_its_names(string property)
    {
        PropertyInfo info = ConfluentProperties().Single(known => known.Name == property);
        ProducerConfig config = [];
        info.SetValue(config, Sample(info.PropertyType));
        (string dotted, _) = Assert.Single(config);

        foreach (string name in new[] { property, dotted })
        {
            Assert.True(OptionTable.Client.Find(name) is not null, $"'{name}' is not known.");
        }
    }

    [Theory]
    [MemberData(nameof(ConfluentNames))]
    public void Every_value_of_Confluents_enums_is_spelt_as_librdkafka_does(string property)
    {
        PropertyInfo info = ConfluentProperties().Single(known => known.Name == property);
        Type type = Nullable.GetUnderlyingType(info.PropertyType) ?? info.PropertyType;
        foreach (object member in type.IsEnum ? Enum.GetValues(type) : Array.Empty<object>())
        {
            ProducerConfig config = [];
            info.SetValue(config, member);
            string spelt = OptionTable.Client.Find(property)!.Value.Spell(member.ToString()!);
            using NativeConfiguration one = new();
            using NativeConfiguration other = new();
            (string name, string value) = Assert.Single(config);
            if (one.Set(name, value) is null)
            {
                Assert.Null(other.Set(name, spelt));
                Assert.Equal(one.Get(name), other.Get(name));
            }
            else
            {
                // This librdkafka is too old for it, or built without it, or Confluent.Kafka's spelling is wrong (clientcredentials).
                Assert.Equal(PropertyNames.Letters(value), PropertyNames.Letters(spelt));
            }
        }
    }

    [Fact]
    public void Every_name_means_one_option()
    {
        IEnumerable<Option> options = ClientOptions.All.Concat<Option>(ProducerProperties.All).Concat(ProducerProperties.Foreign);

        Assert.All(options, option => Assert.All(option.Names, known => Assert.Same(option, OptionTable.Client.Find(known.Name)!.Option)));
    }

    [Fact]
    public void Every_default_is_a_value_of_its_option() =>
        Assert.All(ProducerProperties.All.Where(property => property.Default is not null), property => Assert.Null(property.Value.Problem(property.Default!)));

    [Fact]
    public void Table_of_the_documentation_is_that_of_the_code()
    {
        string page = File.ReadAllText(s_page).ReplaceLineEndings("\n");
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.InRange(begin, 0, end);
        string written = page[(begin + Begin.Length)..end];
        string table = "\n" + string.Join("\n", Table(DefaultsOf(written))) + "\n";
        if (Environment.GetEnvironmentVariable("KAFKAGEN_UPDATE_APPROVED") == "1")
        {
            Assert.StartsWith(Version, LibrdkafkaResolver.VersionText(), StringComparison.Ordinal);
            File.WriteAllText(s_page, page[..(begin + Begin.Length)] + table + page[end..]);
            return;
        }

        Assert.Equal(table, written);
    }

    [Fact]
    public void Clients_run_on_the_defaults_of_the_table()
    {
        SenderSettings settings = Checked.Settings(new KafkaGenOptions { BootstrapServers = "127.0.0.1:1" });
        using NativeConfiguration made = settings.ToNative();
        string page = File.ReadAllText(s_page).ReplaceLineEndings("\n");
        Dictionary<string, string> table = page[page.IndexOf(Begin, StringComparison.Ordinal)..page.IndexOf(End, StringComparison.Ordinal)].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && Property(line.Split('`')[1]) is { ComputedDefault: null })
            .ToDictionary(line => line.Split('`')[1], line => line.Replace("\\|", "\0", StringComparison.Ordinal).Split('|')[4].Trim().Trim('`').Replace("\0", "|", StringComparison.Ordinal));
        bool isVersionOfTable = LibrdkafkaResolver.VersionText().StartsWith(Version, StringComparison.Ordinal);
        int compared = 0;
        foreach ((string property, string documented) in table)
        {
            // Another version of librdkafka has other defaults, where KafkaGen sets none.
            if ((isVersionOfTable || Property(property)!.Default is not null) && made.Get(property) is { } value)
            {
                Assert.Equal((property, documented), (property, value));
                compared++;
            }
        }

        Assert.Equal("10", made.Get("sticky.partitioning.linger.ms"));
        Assert.Equal("100000", made.Get("queue.buffering.max.messages"));
        Assert.Equal("65537", made.Get("queue.buffering.max.kbytes"));
        Assert.InRange(compared, 4, table.Count);
    }

    // Another version of librdkafka has other defaults; those of the table stay then.
    private static Func<ProducerProperty, string> DefaultsOf(string written)
    {
        if (LibrdkafkaResolver.VersionText().StartsWith(Version, StringComparison.Ordinal))
        {
            return property =>
            {
                // Properties of topics are read from the default topic's configuration, which exists once one of them is set.
                using NativeConfiguration configuration = new();
                configuration.Set("request.timeout.ms", "30000");
                return configuration.Get(property.Name) ?? "";
            };
        }

        Dictionary<string, string> cells = written.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .ToDictionary(line => line.Split('`')[1], line => line.Replace("\\|", "\0", StringComparison.Ordinal).Split('|')[5].Trim().Trim('`').Replace("\0", "|", StringComparison.Ordinal));
        return property => cells.GetValueOrDefault(property.Name, "");
    }

    private static IEnumerable<string> Table(Func<ProducerProperty, string> defaultOf)
    {
        Dictionary<string, string> confluent = ConfluentProperties()
            .Where(property => Property(property.Name) is not null)
            .ToDictionary(property => Property(property.Name)!.Name, property => property.Name);
        yield return "| librdkafka | Confluent.Kafka | Java | KafkaGen's default | librdkafka's default | Values |";
        yield return "|---|---|---|---|---|---|";
        foreach (ProducerProperty property in ProducerProperties.All.OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            string own = property.ComputedDefault ?? Code(property.Default ?? defaultOf(property));
            string values = property.Value.Description + (property.IsDeprecated ? "; deprecated" : "");
            string names = string.Join(", ", property.OtherNames.Select(other => Code(other.Name)).Prepend(Code(property.Name)));
            yield return $"| {names} | {Code(confluent.GetValueOrDefault(property.Name))} | {Code(property.Java)} | {own} | {Code(defaultOf(property))} | {values} |";
        }
    }

    private static ProducerProperty? Property(string name) => OptionTable.Client.Find(name)?.Option as ProducerProperty is { IsForeign: false } property ? property : null;

    private static string Code(string? text) => string.IsNullOrEmpty(text) ? "" : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static PropertyInfo[] ConfluentProperties() =>
        [.. typeof(ProducerConfig).GetProperties().Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)];

    private static object Sample(Type type)
    {
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        return value.IsEnum
            ? Enum.GetValues(value).GetValue(0)!
            : value == typeof(string) ? "all" : Convert.ChangeType(1, value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
