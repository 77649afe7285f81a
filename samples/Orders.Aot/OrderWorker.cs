using System.Globalization;
using KafkaGen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Orders;

/// <summary>Accepts a number of orders, tells the stock after each, and ends the host when every record is answered.</summary>
internal sealed class OrderWorker(
    ITopicProducer<OrderAccepted> orders,
    ITopicProducer<StockLevel> stock,
    IConfiguration configuration,
    AcknowledgedRecords acknowledged,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int count = int.Parse(configuration["Orders:Count"] ?? "1000", CultureInfo.InvariantCulture);
        var answers = new List<Task>(2 * count);
        for (int index = 0; index < count; index++)
        {
            answers.Add(AcceptAsync(index, stoppingToken));
            answers.Add(TellStockAsync(index, stoppingToken));
        }

        acknowledged.Expect(answers.Count);
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
}
