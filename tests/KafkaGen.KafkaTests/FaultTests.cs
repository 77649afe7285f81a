using KafkaGen.KafkaTests.Faults;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>
/// What goes wrong between a client and three nodes costs no record, doubles none and keeps their order. The long form, with every fault, is
/// <c>./build.sh chaos</c>.
/// </summary>
public sealed class FaultTests(ThreeNodes nodes)
{
    private const int RecordsPerSecond = 5_000;

    [Theory]
    [InlineData("connections reset")]
    [InlineData("answers lost")]
    [InlineData("node cut off")]
    [InlineData("node paused")]
    public async Task Every_record_is_answered_once_stored_once_and_in_order(string fault)
    {
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        await using var client = KafkaGenClient.Create(options => options.BootstrapServers = kafka.ProxiedServers);

        FaultRun run = await FaultRun.RunAsync(
            kafka, client, Fault.All.Single(known => known.Name == fault), new Random(1), RecordsPerSecond);

        Assert.True(run.Account.IsClean, run.Account.ToString());
        Assert.Equal(run.Account.Produced, run.Account.Acknowledged);
        Assert.True(run.Account.Produced > RecordsPerSecond, run.Account.ToString());
    }
}
