using System.Globalization;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>The codes of Kafka's errors, compared with its own Java client.</summary>
public sealed class JavaErrorTests
{
    // Older codes have librdkafka's names, some of which differ.
    private const KafkaErrorCode LastNamedByLibrdkafka = KafkaErrorCode.PrincipalDeserializationFailure;
    private const KafkaErrorCode LastOfKafka41 = KafkaErrorCode.ShareSessionLimitReached;

    [Fact]
    public async Task Errors_are_retriable_where_the_Java_client_says_so()
    {
        JavaError[] java = await JavaErrorsAsync();
        KafkaErrorCode[] common = [.. Enum.GetValues<KafkaErrorCode>().Intersect(java.Select(error => error.Code)).Where(code => code > 0)];
        HashSet<KafkaErrorCode> retriable = [.. java.Where(error => error.IsRetriable).Select(error => error.Code)];

        Assert.True(common.Length > 120);
        Assert.Equal(common.Where(retriable.Contains), common.Where(code => code.IsRetriable()));
    }

    [Fact]
    public async Task Errors_up_to_those_of_Kafka_4_1_have_their_names()
    {
        JavaError[] java = await JavaErrorsAsync();

        Assert.All(
            java.Where(error => error.Code is > LastNamedByLibrdkafka and <= LastOfKafka41),
            error => Assert.Equal(error.Name.Replace("_", "", StringComparison.Ordinal), $"{error.Code}", ignoreCase: true));
    }

    private static async Task<JavaError[]> JavaErrorsAsync()
    {
        KafkaHome kafka = KafkaHome.FindOrSkip();
        KafkaTool java = await kafka.RunJavaAsync("JavaErrors.java", []);
        return
        [
            .. java.Output.TrimEnd('\n').Split('\n')
                .Select(line => line.Split(' '))
                .Select(parts => new JavaError((KafkaErrorCode)int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], parts[2] == "retriable")),
        ];
    }

    private sealed record JavaError(KafkaErrorCode Code, string Name, bool IsRetriable);
}
