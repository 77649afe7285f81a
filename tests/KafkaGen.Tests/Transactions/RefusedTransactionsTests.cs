using KafkaGen.Configuration;
using KafkaGen.Telemetry;
using KafkaGen.Tests.Configuration;
using KafkaGen.Tests.Sending;
using KafkaGen.Transactions;

namespace KafkaGen.Tests.Transactions;

[Collection(nameof(AlonePerProcess))]
public sealed class RefusedTransactionsTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    // As much of a thread's name as Linux keeps.
    private static int Threads => Directory.GetDirectories("/proc/self/task").Count(task =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("KafkaGen transa", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    });

    [Fact]
    public void Transactions_that_cannot_be_opened_leave_no_threads_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads are counted by /proc.");

        // Refused by librdkafka alone, when the first producer is made.
        SenderSettings settings = Checked.Settings(new KafkaGenOptions
        {
            BootstrapServers = "127.0.0.1:1",
            Properties = { ["security.protocol"] = "ssl", ["ssl.cipher.suites"] = "wibble" },
        });
        Assert.True(SpinWait.SpinUntil(() => Threads == 0, s_bound), "Other tests have left transactions open.");

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => new TransactionPool(
            "refused", new KafkaTransactionOptions { PoolSize = 3 }, settings, _ => throw new InvalidOperationException(), new ClientLog(null)));

        Assert.Contains("cipher", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(SpinWait.SpinUntil(() => Threads == 0, s_bound), $"{Threads} threads are left.");
    }
}
