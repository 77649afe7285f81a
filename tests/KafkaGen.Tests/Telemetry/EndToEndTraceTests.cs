using System.Diagnostics;
using System.Net;
using System.Text;
using Confluent.Kafka;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace KafkaGen.Tests.Telemetry;

/// <summary>One trace from a request through the record to its consumer, collected by OpenTelemetry. It listens to the whole process: it runs alone.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class EndToEndTraceTests : ClusterTest
{
    [Fact]
    public async Task A_consumer_continues_the_trace_of_the_request_that_produced()
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        List<Activity> exported = [];
        List<Metric> metrics = [];
        using var consumerSource = new ActivitySource("consumer");
        using TracerProvider tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource("Microsoft.AspNetCore", consumerSource.Name)
            .AddKafkaGenInstrumentation()
            .AddInMemoryExporter(exported)
            .Build();
        using MeterProvider metering = Sdk.CreateMeterProviderBuilder().AddKafkaGenInstrumentation().AddInMemoryExporter(metrics).Build();

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        builder.Services.AddKafkaGen(options => options.BootstrapServers = Kafka.BootstrapServers);
        builder.Services.AddHealthChecks().AddKafkaGen();
        await using WebApplication application = builder.Build();
        application.MapHealthChecks("/health");
        application.MapPost("/orders/{name}", async (string name, ITopicProducer<Number> numbers, CancellationToken cancellationToken) =>
            (await numbers.ProduceAsync(new Number(name, 1), cancellationToken)).Offset);
        await application.StartAsync(Cancelled);
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        using HttpClient http = new() { BaseAddress = new Uri(address), Timeout = Bound };
        HttpResponseMessage response = await http.PostAsync(new Uri("/orders/a", UriKind.Relative), content: null, Cancelled);
        response.EnsureSuccessStatusCode();
        HttpResponseMessage health = await http.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
        Consume(consumerSource, Assert.Single(Read("numbers", 1)));
        metering.ForceFlush();
        await application.StopAsync(Cancelled);
        tracing.ForceFlush();

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Activity send = Assert.Single(exported, span => span.Source.Name == KafkaGenTelemetry.ActivitySourceName);
        Activity request = Assert.Single(exported, span => span.SpanId == send.ParentSpanId);
        Activity process = Assert.Single(exported, span => span.Source.Name == consumerSource.Name);
        Assert.Equal("Microsoft.AspNetCore", request.Source.Name);
        Assert.Equal(("send numbers", "process numbers"), (send.DisplayName, process.DisplayName));
        Assert.Equal((send.SpanId, send.TraceId, true), (process.ParentSpanId, process.TraceId, process.HasRemoteParent));
        Assert.Equal(request.TraceId, process.TraceId);
        Assert.Contains(metrics, metric => metric.Name == "messaging.client.sent.messages");
        Assert.Contains(metrics, metric => metric.Name == "kafkagen.buffer.limit");
    }

    // What a consumer does by the conventions: a record that is processed by itself has the span that created it as its parent.
    private static void Consume(ActivitySource source, ConsumeResult<byte[]?, byte[]?> record)
    {
        DistributedContextPropagator.Current.ExtractTraceIdAndState(
            record.Message.Headers,
            static (object? carrier, string name, out string? value, out IEnumerable<string>? values) =>
            {
                value = ((Headers)carrier!).TryGetLastBytes(name, out byte[] bytes) ? Encoding.UTF8.GetString(bytes) : null;
                values = null;
            },
            out string? parent,
            out string? state);
        Assert.True(ActivityContext.TryParse(parent, state, isRemote: true, out ActivityContext context));
        using Activity? span = source.StartActivity("process numbers", ActivityKind.Consumer, context);
    }
}
