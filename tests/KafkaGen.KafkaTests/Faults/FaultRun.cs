using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests.Faults;

/// <summary>One fault under load, and the books afterwards.</summary>
internal sealed record FaultRun(string Fault, Account Account, TimeSpan LongestStall)
{
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_after = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_answerBound = TimeSpan.FromMinutes(2);

    /// <param name="kafka">The cluster; each run makes a topic of its own.</param>
    /// <param name="client">The client under test.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="random">Decides what the fault leaves open.</param>
    /// <param name="recordsPerSecond">How many records are produced meanwhile.</param>
    public static async Task<FaultRun> RunAsync(KafkaCluster kafka, KafkaGenClient client, Fault fault, Random random, int recordsPerSecond)
    {
        string topic = await kafka.CreateTopicAsync("faults", partitions: 6);
        NumberedLoad load = new(client.ForTopic<Numbered>(topic), recordsPerSecond);
        using CancellationTokenSource stop = new();
        Task running = load.RunAsync(stop.Token, s_answerBound);
        try
        {
            await Task.Delay(s_before);
            await fault.RunAsync(kafka, topic, random);
            await Task.Delay(s_after);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }

        return new FaultRun(fault.Name, Account.Of(load.Outcomes, TopicReader.ReadAll(kafka.BootstrapServers, topic)), load.LongestStall);
    }
}
