using KafkaGen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plugin.Events;

/// <summary>What a host calls in the plugin.</summary>
public static class Entry
{
    /// <summary>Produces by a client of the plugin's own.</summary>
    public static async Task<string> RunAsync(string brokers)
    {
        await using KafkaGenClient client = KafkaGenClient.Create(options => options.BootstrapServers = brokers);
        return await ProduceAsync(client);
    }

    /// <summary>Produces by a host of the plugin's own, whose producers are injected.</summary>
    public static async Task<string> RunHostedAsync(string brokers)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddKafkaGen(brokers);
        using IHost host = builder.Build();
        await host.StartAsync();
        RecordMetadata at = await host.Services.GetRequiredService<ITopicProducer<Event>>().ProduceAsync(NewEvent());
        at = await host.Services.GetRequiredService<IEvents>().RaisedAsync(NewEvent(), CancellationToken.None);
        await host.StopAsync();
        return at.Topic;
    }

    /// <summary>Produces by a client of somebody else's.</summary>
    public static async Task<string> ProduceAsync(KafkaGenClient client)
    {
        await client.GetProducer<Event>().ProduceAsync(NewEvent());
        await client.Implement<IEvents>().RaisedAsync(NewEvent(), CancellationToken.None);
        await client.GetProducer<Detail>().ProduceAsync(new Detail("a", 1));
        await client.GetProducer<Detail>().EnqueueAsync(new Detail("a", 2));
        await client.GetKeyedProducer<string, Event>().ProduceTombstoneAsync("a");
        await client.ForTopic<Event>("plugin.other").ProduceAsync(NewEvent());
        RecordMetadata at = await client.GetProducer<KeyValuePair<string, int>>().ProduceAsync(new("a", 1));
        await client.FlushAsync();
        return at.Topic;
    }

    public static async Task<string> ProduceNumberAsync(KafkaGenClient client) => (await client.GetProducer<Number>().ProduceAsync(new Number("a"))).Topic;

    public static async Task<string> ProduceRefusedAsync(KafkaGenClient client) => (await client.GetProducer<Refused>().ProduceAsync(new Refused("a"))).Topic;

    public static async Task<string> ProduceEventAsync(KafkaGenClient client) => (await client.GetProducer<Event>().ProduceAsync(NewEvent())).Topic;

    private static Event NewEvent() => new("a", new Note("b"), new Money(1));
}
