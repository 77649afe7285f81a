using KafkaGen.Configuration;
using KafkaGen.Configuration.Catalog;
using KafkaGen.Native;
using Microsoft.Extensions.Configuration;

namespace KafkaGen.Tests.Configuration;

/// <summary>Values of secret properties appear nowhere.</summary>
public sealed class SecretTests
{
    private const string Secret = "hunter2-hunter2";

    // Those that librdkafka's own dump of a configuration redacts.
    private static readonly string[] s_secrets =
    [
        "sasl.oauthbearer.assertion.private.key.passphrase", "sasl.oauthbearer.assertion.private.key.pem", "sasl.oauthbearer.client.credentials.client.secret",
        "sasl.oauthbearer.client.secret", "sasl.oauthbearer.config", "sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password",
    ];

    public static TheoryData<string> Properties => [.. s_secrets];

    [Fact]
    public void Secrets_are_those_of_librdkafka() =>
        Assert.Equal(s_secrets, ProducerProperties.All.SelectMany(property => property.Names.Select(known => known.Name)).Where(Secrets.IsSecret).Distinct().Where(name => !IsJavas(name)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Properties))]
    public void Secret_is_in_no_exception_and_in_no_log(string property)
    {
        string pascal = string.Concat(property.Split('.').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        foreach (string name in new[] { property, pascal })
        {
            RecordedLog log = new();
            foreach (string other in new[] { "debug=all", "lingr.ms=5", "linger.ms=soon", $"{(name == property ? pascal : property)}={Secret}", "security.protocol=ssl;debug=all", "security.protocol=sasl_ssl;sasl.mechanism=PLAIN", "acks=1" })
            {
                KafkaGenOptions options = new() { LoggerFactory = log, FlushTimeout = TimeSpan.Zero };
                OptionsReader.Read($"127.0.0.1:1;{name}={Secret};{other}", options);
                Exception? error = Record.Exception(() => KafkaGenClient.Create(options, services: null).Dispose());
                Assert.DoesNotContain(Secret, error?.ToString() ?? "", StringComparison.Ordinal);
                Assert.DoesNotContain(Secret, options.ToString(), StringComparison.Ordinal);
            }

            Assert.DoesNotContain(log.Lines, line => line.Text.Contains(Secret, StringComparison.Ordinal));
        }
    }

    // Of the same value under the Java client's name.
    private static bool IsJavas(string name) => name is "ssl.keystore.key";

    [Fact]
    public void Connection_string_in_the_place_of_brokers_is_not_shown()
    {
        KafkaGenOptions options = new() { BootstrapServers = $"broker:9092;sasl.password={Secret}" };

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => Checked.Settings(options));

        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("connection string", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_in_a_section_that_cannot_be_read_is_not_shown()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Kafka:SaslPasswrd", Secret), new("Kafka:BootstrapServers", "a:1")]).Build();
        KafkaGenOptions options = new();
        OptionsReader.Read(configuration.GetSection("Kafka"), options);

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => Checked.Settings(options));

        Assert.Contains("Did you mean 'SaslPassword'?", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }
}
