using KafkaGen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);

// Two modules, each of which registers what it needs; the brokers are set in code.
builder.Services.AddKafkaGen(options => options.BootstrapServers = "broker.production.example:9092");
builder.Services.AddKafkaGen(options => options.Properties["client.id"] = "shop");

WebApplication application = builder.Build();
application.MapPost("/orders/{id:int}", async (int id, ITopicProducer<Shop.Web.OrderPlaced> orders, CancellationToken aborted) =>
    Results.Text((await orders.ProduceAsync(new Shop.Web.OrderPlaced(id), aborted)).Topic));
await application.RunAsync();

/// <summary>The application, as its tests name it.</summary>
public partial class Program;
