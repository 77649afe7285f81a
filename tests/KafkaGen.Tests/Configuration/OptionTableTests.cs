using System.Reflection;
using KafkaGen.Configuration;
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

    public static TheoryData<string> Names => [.. OptionTexts.Names];

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
        Assert.Equal(sample, OptionTexts.Of(options, name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Option_is_documented_with_its_default(string name)
    {
        string page = File.ReadAllText(Path.Combine(
            typeof(OptionTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!, "../../docs/configuration.md"));
        string row = Assert.Single(page.Split('\n'), line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal));

        string? value = OptionTexts.Of(new KafkaGenOptions(), name);
        string documented = name == nameof(KafkaGenOptions.BootstrapServers) ? "required" : string.IsNullOrEmpty(value) ? "none" : $"`{value}`";

        Assert.Equal(documented, row.Split('|')[2].Trim());
    }

    [Fact]
    public void Every_option_that_is_a_value_is_in_the_table()
    {
        string[] codeOnly = [nameof(KafkaGenOptions.LoggerFactory), nameof(KafkaGenOptions.OnDeliveryFailed), nameof(KafkaGenOptions.OAuthBearerTokenProvider), nameof(KafkaGenOptions.Cluster), nameof(KafkaGenOptions.Properties)];

        Assert.Equal(
            OptionTexts.Names.Order(), typeof(KafkaGenOptions).GetProperties().Select(property => property.Name).Except(codeOnly).Order());
    }

    private static string? Read(IConfiguration configuration, string name)
    {
        KafkaGenOptions options = new();
        OptionsReader.Read(configuration, options);
        return OptionTexts.Of(options, name);
    }
}
