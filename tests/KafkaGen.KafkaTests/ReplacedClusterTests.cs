using KafkaGen.KafkaTests.Kafka;
using KafkaGen.KafkaTests.Security;
using KafkaGen.Tests;

namespace KafkaGen.KafkaTests;

/// <summary>A cluster that is set up anew behind the same address. Of any transport.</summary>
public sealed class ReplacedClusterTests
{
    private const int ClusterReplaced = 1125;
    private const int Recreated = 1010;
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replaced_cluster_is_named_and_the_client_goes_on(bool warmsUp)
    {
        await using KafkaCluster kafka = await KafkaCluster.StartAsync(nodes: 1, own: true);
        RecordedLog log = new();
        await using KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.BootstrapServers;
            options.LoggerFactory = log;
            options.WarmUp = warmsUp;
            options.Properties["message.timeout.ms"] = "60000";
        });
        ITopicProducer<Credentialed> producer = client.GetProducer<Credentialed>();
        await producer.ProduceAsync(new Credentialed(1), Cancelled).AsTask().WaitAsync(s_bound, Cancelled);

        Task replaced = kafka.ReplaceAsync();
        Task<RecordMetadata> meanwhile = producer.ProduceAsync(new Credentialed(2), Cancelled).AsTask();
        await replaced;
        await log.WaitForAsync(ClusterReplaced).WaitAsync(s_bound, Cancelled);
        await log.WaitForAsync(Recreated).WaitAsync(s_bound, Cancelled);

        // Either it was accepted for the old cluster, or it waited for the new producer.
        Exception? error = await Record.ExceptionAsync(() => meanwhile.WaitAsync(s_bound, Cancelled));
        Assert.True(error is null or ProduceException, $"{error}");
        if (error is ProduceException failed)
        {
            Assert.Contains("was replaced by another one", failed.Reason, StringComparison.Ordinal);
            Assert.DoesNotContain("Connection refused", failed.Reason, StringComparison.Ordinal);
        }

        RecordMetadata at = await producer.ProduceAsync(new Credentialed(3), Cancelled).AsTask().WaitAsync(s_bound, Cancelled);
        Assert.InRange(at.Offset, 0, 1);
    }
}
