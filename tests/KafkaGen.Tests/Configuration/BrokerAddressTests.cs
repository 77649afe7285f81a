using KafkaGen.Configuration;

namespace KafkaGen.Tests.Configuration;

/// <summary>Addresses of brokers, whatever sender connects to them.</summary>
public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("broker:9092", "plaintext", "broker", 9092)]
    [InlineData(" broker:9092 ", "plaintext", "broker", 9092)]
    [InlineData("broker", "plaintext", "broker", 9092)]
    [InlineData("broker.eu-west-1.example.com.:9094", "ssl", "broker.eu-west-1.example.com.", 9094)]
    [InlineData("kafka_1:65535", "plaintext", "kafka_1", 65535)]
    [InlineData("bröker:9092", "plaintext", "bröker", 9092)]
    [InlineData("10.0.0.1:1", "plaintext", "10.0.0.1", 1)]
    [InlineData("[::1]:9092", "plaintext", "::1", 9092)]
    [InlineData("[2001:db8::7]", "plaintext", "2001:db8::7", 9092)]
    [InlineData("[fe80::1%1]:9092", "plaintext", "fe80::1%1", 9092)]
    [InlineData("PLAINTEXT://broker:9092", "plaintext", "broker", 9092)]
    [InlineData("sasl_ssl://broker:9093", "sasl_ssl", "broker", 9093)]
    [InlineData("SSL://[::1]:9093", "ssl", "::1", 9093)]
    public void Address_that_can_work_is_read(string text, string securityProtocol, string host, int port)
    {
        string? problem = BrokerAddress.Problem(text, securityProtocol, out BrokerAddress address);

        Assert.Null(problem);
        Assert.Equal(new BrokerAddress(host, port), address);
    }

    [Theory]
    [InlineData("SASL_SSL://broker:9093", "it asks for SASL_SSL, and security.protocol is plaintext. Set security.protocol=sasl_ssl, or leave 'SASL_SSL://' out")]
    [InlineData("http://host:9092", "'http' is no protocol of a Kafka listener")]
    [InlineData("://host:9092", "'' is no protocol of a Kafka listener")]
    [InlineData("PLAINTEXT://host:9092/path", "'9092/path' is no port")]
    [InlineData("PLAINTEXT://host/path", "it has a path")]
    [InlineData("PLAINTEXT://", "it is empty")]
    [InlineData("", "it is empty")]
    [InlineData("a b:9092", "white space")]
    [InlineData("a\tb", "white space")]
    [InlineData("a:9092 b:9092", "more than one ':'")]
    [InlineData(":9092", "its host is missing")]
    [InlineData("host:", "its port is missing")]
    [InlineData("host:port", "'port' is no port")]
    [InlineData("host:0", "'0' is no port")]
    [InlineData("host:65536", "'65536' is no port")]
    [InlineData("host:-1", "'-1' is no port")]
    [InlineData("host:9092x", "'9092x' is no port")]
    [InlineData("host: 9092", "' 9092' is no port")]
    [InlineData("host:9092:9093", "more than one ':'")]
    [InlineData("::1", "Write it as [::1]:9092")]
    [InlineData("2001:db8::7:9092", "an IPv6 address stands in brackets")]
    [InlineData("[::1", "no IPv6 address")]
    [InlineData("[::g]:9092", "no IPv6 address")]
    [InlineData("[10.0.0.1]:9092", "no IPv6 address")]
    [InlineData("[::1]9092", "'9092' follows the IPv6 address")]
    [InlineData("[::1]:", "its port is missing")]
    [InlineData("256.0.0.1:9092", "no IPv4 address")]
    [InlineData("broker..example:9092", "its host is no name")]
    [InlineData("broker|x:9092", "its host has a '|' in it")]
    [InlineData("tcp://broker*:9092", "'tcp' is no protocol")]
    public void Address_that_can_never_work_is_refused_at_the_start_with_the_reason(string text, string expected)
    {
        Assert.Contains(expected, BrokerAddress.Problem(text, "plaintext", out _), StringComparison.Ordinal);
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options => options.BootstrapServers = "good:9092," + text));

        Assert.Equal("BootstrapServers", error.Option);
        Assert.Contains(text.Length == 0 ? "has an empty entry" : $"'{text.Trim()}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(text.Length == 0 ? "empty entry" : expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_and_name_have_at_most_the_length_of_DNS()
    {
        string label = new('a', 63);

        Assert.Null(BrokerAddress.Problem($"{label}.{label}.{label}.{label[..60]}:9092", "plaintext", out _));
        Assert.NotNull(BrokerAddress.Problem($"{label}a:9092", "plaintext", out _));
        Assert.NotNull(BrokerAddress.Problem($"{label}.{label}.{label}.{label}:9092", "plaintext", out _));
    }

    [Fact]
    public void Every_address_that_cannot_work_is_told_at_once()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create("http://a:1,b:2,c d:3,e:x"));

        Assert.Equal(3, error.Errors.Count);
    }

    [Fact]
    public void User_and_password_in_an_address_are_not_shown()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => KafkaGenClient.Create(options => options.BootstrapServers = "shop:hunter2@broker:9092"));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }
}
