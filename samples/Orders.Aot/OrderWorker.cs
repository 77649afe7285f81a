using System.Globalization;
using KafkaGen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Orders;

/// <summary>Accepts a number of orders, tells the stock after each, corrects one in a transaction, and ends the host when every record is answered.</summary>
internal sealed class OrderWorker(
    ITopicProducer<OrderAccepted> orders,
    [FromKeyedServices("audit")] ITopicProducer<OrderAccepted> audit,
    IKeyedTopicProducer<(string Warehouse, int Shelf), ShelfCounted> shelves,
    IStockEvents stock,
    IKafkaTransactions transactions,
    HealthCheckService health,
    IConfiguration configuration,
    AcknowledgedRecords acknowledged,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int count = int.Parse(configuration["Orders:Count"] ?? "1000", CultureInfo.InvariantCulture);
        List<Task> answers = [];
        for (int index = 0; index < count; index++)
        {
            answers.Add(AcceptAsync(orders, index, stoppingToken));
            answers.Add(TellStockAsync(index, stoppingToken));
        }

        answers.Add(AcceptAsync(audit, count, stoppingToken));
        answers.Add(CountShelvesAsync(stoppingToken));
        answers.Add(CorrectAsync(stoppingToken));
        await Task.WhenAll(answers);
        HealthReport report = await health.CheckHealthAsync(stoppingToken);
        acknowledged.Finish(report.Status);
        lifetime.StopApplication();
    }

    private async Task AcceptAsync(ITopicProducer<OrderAccepted> producer, int index, CancellationToken cancellationToken)
    {
        var attributes = new Dictionary<string, object> { ["gift"] = index % 7 == 0, ["items"] = 1 + (index % 5) };
        var order = new OrderAccepted(Guid.NewGuid(), DateTimeOffset.UtcNow, "web", 10m + (index % 90), attributes);
        await acknowledged.AddAsync(producer.ProduceAsync(order, cancellationToken));
    }

    private async Task TellStockAsync(int index, CancellationToken cancellationToken)
    {
        var level = new StockLevel($"TEA-{index % 50:000}", 1_000 - index);
        await acknowledged.AddAsync(stock.LevelAsync(level, cancellationToken));
        if (index % 100 == 0)
        {
            await acknowledged.AddAsync(stock.EnvelopeAsync(new Envelope<StockLevel>("warehouse", level), cancellationToken));
        }
    }

    private async Task CountShelvesAsync(CancellationToken cancellationToken)
    {
        ShelfCounted[] counted = [.. Enumerable.Range(1, 20).Select(shelf => new ShelfCounted("north", shelf, 3 * shelf))];
        ProduceBatchResult result = await shelves.ProduceManyAsync(counted, cancellationToken: cancellationToken);
        acknowledged.Add(result);
        await acknowledged.AddAsync(shelves.ProduceTombstoneAsync(("north", 7), cancellationToken: cancellationToken));
    }

    // An order and what it leaves in stock, visible together or not at all.
    private async Task CorrectAsync(CancellationToken cancellationToken)
    {
        await using KafkaTransaction transaction = await transactions.BeginAsync(cancellationToken);
        var attributes = new Dictionary<string, object> { ["corrects"] = "TEA-000" };
        var order = new OrderAccepted(Guid.NewGuid(), DateTimeOffset.UtcNow, "shop", 1m, attributes);
        await acknowledged.AddAsync(transaction.ProduceAsync(order, cancellationToken));
        await acknowledged.AddAsync(transaction.ProduceAsync(new StockLevel("TEA-000", 0), cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }
}
