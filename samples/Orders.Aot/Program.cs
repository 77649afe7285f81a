using KafkaGen.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orders;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});

// A Kafka of your own: Orders.Aot --Kafka:BootstrapServers=host:port
using EmbeddedKafka? embedded = builder.Configuration["Kafka:BootstrapServers"] is null ? EmbeddedKafka.Start(brokers: 3) : null;
if (embedded is not null)
{
    builder.Configuration["Kafka:BootstrapServers"] = embedded.BootstrapServers;
}

builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));
builder.Services.AddKafkaGenTransactions("orders");
builder.Services.AddHealthChecks().AddKafkaGen();
builder.Services.AddSingleton<AcknowledgedRecords>();
builder.Services.AddHostedService<OrderWorker>();

using var metrics = new RecordMetrics();
using IHost host = builder.Build();
AcknowledgedRecords acknowledged = host.Services.GetRequiredService<AcknowledgedRecords>();
await host.RunAsync();

Console.WriteLine(metrics);
Console.WriteLine($"Health: {acknowledged.Health}");
Console.WriteLine($"{acknowledged.Count} of {acknowledged.Produced} records acknowledged.");
return acknowledged.IsComplete && metrics.Delivered == acknowledged.Count && acknowledged.Health == HealthStatus.Healthy ? 0 : 1;
