using System.IO.Compression;
using System.Text.Json;
using KafkaGen.KafkaTests.Kafka;
using Quickstart;

namespace KafkaGen.KafkaTests;

public sealed class QuickstartTests(ThreeNodes nodes)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(2);

    [Fact]
    public void The_file_of_orders_is_what_its_generator_makes()
    {
        using var file = new StreamReader(
            new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "orders.jsonl.gz")), CompressionMode.Decompress));

        string[] lines = file.ReadToEnd().TrimEnd('\n').Split('\n');

        Assert.Equal(
            OrderGenerator.Orders(OrderGenerator.FileCount, OrderGenerator.FileSeed).Select(order => JsonSerializer.Serialize(order, OrderReader.Json)),
            lines);
    }

    [Fact]
    public async Task Every_order_is_read_back_equal_by_Confluent_Kafka_and_by_the_console_consumer()
    {
        KafkaCluster kafka = await nodes.GetAsync();

        // Removed again where the Kafka is not the test's own. The orders are of 2024: brokers delete what is older than a week.
        await kafka.CreateNamedTopicAsync(OrderPlaced.TopicName, partitions: 3, new Dictionary<string, string> { ["retention.ms"] = "-1" });

        KafkaTool quickstart = await KafkaTool.RunAsync(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Quickstart.dll"), "--bootstrap", kafka.BootstrapServers], s_bound);
        KafkaTool console = await kafka.RunToolAsync(
            "kafka-console-consumer.sh",
            "--bootstrap-server", kafka.BootstrapServers, "--topic", OrderPlaced.TopicName, "--from-beginning",
            "--max-messages", $"{OrderGenerator.FileCount}", "--timeout-ms", "90000",
            "--property", "print.timestamp=true", "--property", "print.headers=true", "--property", "print.key=true");

        Assert.Contains("12,000 produced, 12,000 acknowledged, 12,000 read back equal", quickstart.Output, StringComparison.Ordinal);
        Assert.Equal(
            OrderGenerator.Orders(OrderGenerator.FileCount, OrderGenerator.FileSeed).Select(AsTheConsoleConsumerPrints).Order(StringComparer.Ordinal),
            console.Output.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Malformed_lines_are_reported_by_number_and_skipped()
    {
        string order = JsonSerializer.Serialize(OrderGenerator.Orders(1, seed: 1).Single(), OrderReader.Json);

        KafkaTool quickstart = await KafkaTool.RunAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Quickstart.dll"), "--file", "-"],
            s_bound,
            input: $"{order}\n{{broken\n\n{order.Replace("\"shop\"", "\"sop\"", StringComparison.Ordinal)}\n{order}\n");

        Assert.Contains("2 produced, 2 acknowledged, 2 read back equal", quickstart.Output, StringComparison.Ordinal);
        Assert.Contains("2 skipped", quickstart.Output, StringComparison.Ordinal);
        Assert.Contains("line 2 is malformed", quickstart.Error, StringComparison.Ordinal);
        Assert.Contains("line 4 is malformed", quickstart.Error, StringComparison.Ordinal);
    }

    private static string AsTheConsoleConsumerPrints(OrderPlaced order) =>
        $"CreateTime:{order.PlacedAt.ToUnixTimeMilliseconds()}\ttype:order.placed,shop:{order.Shop}\t{order.OrderId}\t" +
        JsonSerializer.Serialize(order, OrderReader.Json);
}
