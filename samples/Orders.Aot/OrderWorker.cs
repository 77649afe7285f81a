using System.Globalization;
using KafkaGen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Orders;

/// <summary>Accepts a number of orders, tells the stock after each, corrects one in a transaction, and ends the host when every record is answered.</summary>
internal sealed class OrderWorker(
    ITopicProducer<OrderAccepted> orders,
    ITopicProducer<StockLevel> stock,
    IKafkaTransactions transactions,
    IConfiguration configuration,
    AcknowledgedRecords acknowledged,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int count = int.Parse(configuration["Orders:Count"] ?? "1000", CultureInfo.InvariantCulture);
        var answers = new List<Task>((2 * count) + 1);
        for (int index = 0; index < count; index++)
        {
            answers.Add(AcceptAsync(index, stoppingToken));
            answers.Add(TellStockAsync(index, stoppingToken));
        }

        answers.Add(CorrectAsync(stoppingToken));
        acknowledged.Expect(answers.Count + 1);
        await Task.WhenAll(answers);
        lifetime.StopApplication();
    }

    private async Task AcceptAsync(int index, CancellationToken cancellationToken)
    {
        var attributes = new Dictionary<string, object> { ["gift"] = index % 7 == 0, ["items"] = 1 + (index % 5) };
        var order = new OrderAccepted(Guid.NewGuid(), DateTimeOffset.UtcNow, "web", 10m + (index % 90), attributes);
        acknowledged.Add(await orders.ProduceAsync(order, cancellationToken));
    }

    private async Task TellStockAsync(int index, CancellationToken cancellationToken)
    {
        var level = new StockLevel($"TEA-{index % 50:000}", 1_000 - index);
        acknowledged.Add(await stock.ProduceAsync(level, cancellationToken));
    }

    // An order and what it leaves in stock, visible together or not at all.
    private async Task CorrectAsync(CancellationToken cancellationToken)
    {
        await using KafkaTransaction transaction = await transactions.BeginAsync(cancellationToken);
        var attributes = new Dictionary<string, object> { ["corrects"] = "TEA-000" };
        var order = new OrderAccepted(Guid.NewGuid(), DateTimeOffset.UtcNow, "shop", 1m, attributes);
        acknowledged.Add(await transaction.ProduceAsync(order, cancellationToken));
        acknowledged.Add(await transaction.ProduceAsync(new StockLevel("TEA-000", 0), cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }
}
