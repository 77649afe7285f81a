using KafkaGen.Testing;

namespace KafkaGen.BrokerTests.Scenarios;

/// <summary>Plays every scenario to the model and to a real Kafka: both must answer alike.</summary>
public sealed class ScenarioTests(RealKafka real)
{
    private static readonly Dictionary<string, Action<Stage>> s_all =
        new([.. ProducerScenarios.All, .. TransactionScenarios.All, .. GroupScenarios.All, .. TopicScenarios.All]);

    public static TheoryData<string> Names => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_model_answers_like_Kafka(string name)
    {
        IReadOnlyList<string> expected = Play(await real.BootstrapServerAsync(), name);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(Environment.NewLine, expected));
        Assert.Equal(expected, PlayToModel(name));
    }

    private static IReadOnlyList<string> PlayToModel(string name)
    {
        using var kafka = EmbeddedKafka.Start(brokers: 1);
        return Play(kafka.BootstrapServers, name);
    }

    private static IReadOnlyList<string> Play(string bootstrapServer, string name)
    {
        using Stage stage = new(bootstrapServer);
        s_all[name](stage);
        return stage.Lines;
    }
}
