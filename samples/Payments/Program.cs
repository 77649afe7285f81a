using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments;

// Payments --Kafka:BootstrapServers=host:port [--Payments:Instance=name]
HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddKafkaGen(builder.Configuration.GetSection("Kafka"));

// One id for each instance of the program, the same after a restart: it ends what its predecessor has left open.
builder.Services.AddKafkaGenTransactions($"payments-{builder.Configuration["Payments:Instance"] ?? "1"}");
builder.Services.AddHostedService<PaymentWorker>();

await builder.Build().RunAsync();
