using KafkaGen.KafkaTests.Crashes;

namespace KafkaGen.KafkaTests;

/// <summary>Consume, transform, produce by samples/Payments, which is killed. The long form is <c>./build.sh crashes</c>.</summary>
public sealed class ExactlyOnceTests(Kafka.ThreeNodes nodes)
{
    [Fact]
    public async Task A_worker_that_is_killed_at_random_points_leaves_exactly_one_output_for_each_input()
    {
        const int Crashes = 3;

        CrashResult result = await CrashRun.RunAsync(
            await nodes.GetAsync(), Crashes, new Random(1), static _ => { }, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        Assert.True(result.IsExactlyOnce, result.ToString());
        Assert.True(result.WithinBatch > 0, result.ToString());
    }
}
