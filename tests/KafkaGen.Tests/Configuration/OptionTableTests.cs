using System.Reflection;
using KafkaGen.Configuration;
using KafkaGen.Configuration.Catalog;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Tests.Configuration;

/// <summary>All of KafkaGen's own options: each is taken by its name from everywhere, and documented with its default.</summary>
public sealed class OptionTableTests
{
    private static readonly Dictionary<string, string> s_samples = new()
    {
        [nameof(KafkaGenOptions.BootstrapServers)] = "a:1,b:2",
        [nameof(KafkaGenOptions.MaxBlock)] = "00:00:07",
        [nameof(KafkaGenOptions.BufferMemory)] = "1234567",
        [nameof(KafkaGenOptions.MaxBufferedRecords)] = "17",
        [nameof(KafkaGenOptions.FlushTimeout)] = "00:00:09",
        [nameof(KafkaGenOptions.WarmUp)] = "False",
        [nameof(KafkaGenOptions.RecreateAfterFatalError)] = "True",
        [nameof(KafkaGenOptions.PropagateTraceContext)] = "False",
        [nameof(KafkaGenOptions.TopicPrefix)] = "test.",
        [nameof(KafkaGenOptions.WaitForBroker)] = "00:00:11",
        [nameof(KafkaGenOptions.Provisioning)] = "CreateMissing",
        [nameof(KafkaGenOptions.ProvisioningTimeout)] = "00:00:13",
        [nameof(KafkaGenOptions.OAuthBearerTokenTimeout)] = "00:00:17",
    };

    private const string Begin = "<!-- options: written by OptionTableTests with KAFKAGEN_UPDATE_APPROVED=1 -->";
    private const string End = "<!-- end of options -->";

    public static TheoryData<string> Names => [.. ClientOptions.All.Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Option_is_taken_from_configuration_environment_and_connection_string(string name)
    {
        Assert.True(s_samples.TryGetValue(name, out string? sample), $"There is no sample of '{name}'.");
        string variable = $"KAFKAGEN_TEST_{Guid.NewGuid():N}__";
        Environment.SetEnvironmentVariable(variable + name.ToUpperInvariant(), sample);
        try
        {
            Assert.Equal(sample, Read(new ConfigurationBuilder().AddInMemoryCollection([new(name, sample)]).Build(), name));
            Assert.Equal(sample, Read(new ConfigurationBuilder().AddInMemoryCollection([new(name.ToLowerInvariant(), sample)]).Build(), name));
            Assert.Equal(sample, Read(new ConfigurationBuilder().AddEnvironmentVariables(variable).Build(), name));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable + name.ToUpperInvariant(), null);
        }

        KafkaGenOptions options = new();
        OptionsReader.Read($"broker:9092;{name}={sample}", options);
        Assert.Equal(sample, Text(options, name));
    }

    [Fact]
    public void Table_of_the_documentation_is_that_of_the_catalog()
    {
        string file = Path.Combine(
            typeof(OptionTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!, "../../docs/configuration.md");
        string page = File.ReadAllText(file).ReplaceLineEndings("\n");
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.InRange(begin, Begin.Length, end);
        string table = "\n" + string.Join("\n", Table()) + "\n";
        if (Environment.GetEnvironmentVariable("KAFKAGEN_UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(file, page[..begin] + table + page[end..]);
            return;
        }

        Assert.Equal(table, page[begin..end]);
    }

    [Fact]
    public void Every_option_that_is_a_value_is_in_the_table()
    {
        string[] codeOnly = [nameof(KafkaGenOptions.LoggerFactory), nameof(KafkaGenOptions.OnDeliveryFailed), nameof(KafkaGenOptions.OAuthBearerTokenProvider), nameof(KafkaGenOptions.Cluster), nameof(KafkaGenOptions.Properties)];

        Assert.Equal(
            ClientOptions.All.Select(option => option.Name).Order(), typeof(KafkaGenOptions).GetProperties().Select(property => property.Name).Except(codeOnly).Order());
    }

    private static IEnumerable<string> Table()
    {
        yield return "| Option | Default | Range | A change needs | Meaning |";
        yield return "|---|---|---|---|---|";
        foreach (Option<KafkaGenOptions> option in ClientOptions.All)
        {
            string? value = option.Text(new KafkaGenOptions());
            string byDefault = option.Name == nameof(KafkaGenOptions.BootstrapServers) ? "required" : string.IsNullOrEmpty(value) ? "none" : $"`{value}`";
            yield return $"| `{option.Name}` | {byDefault} | {option.Value.Description} | {(option.IsLive ? "nothing" : "a restart")} | {option.Doc} |";
        }
    }

    private static string? Read(IConfiguration configuration, string name)
    {
        KafkaGenOptions options = new();
        OptionsReader.Read(configuration, options);
        return Text(options, name);
    }

    private static string? Text(KafkaGenOptions options, string name) => ClientOptions.All.Single(option => option.Name == name).Text(options);
}
