using System.Globalization;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>Which errors are worth another try, compared with Kafka's own Java client.</summary>
public sealed class JavaErrorTests
{
    [Fact]
    public async Task Errors_are_retriable_where_the_Java_client_says_so()
    {
        KafkaHome kafka = KafkaHome.FindOrSkip();
        KafkaTool java = await kafka.RunJavaAsync("JavaErrors.java", []);
        Dictionary<KafkaErrorCode, bool> retriable = java.Output.TrimEnd('\n').Split('\n')
            .Select(line => line.Split(' '))
            .ToDictionary(parts => (KafkaErrorCode)int.Parse(parts[0], CultureInfo.InvariantCulture), parts => parts[2] == "retriable");

        KafkaErrorCode[] named = [.. Enum.GetValues<KafkaErrorCode>().Where(code => code > 0)];

        Assert.True(named.Length > 90);
        Assert.Equal(named.Where(code => retriable[code]), named.Where(code => code.IsRetriable()));
    }
}
