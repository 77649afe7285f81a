using KafkaGen.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Shop.Web;

namespace KafkaGen.WebTests;

/// <summary>A web application under test, whose brokers or producers the test replaces.</summary>
public sealed class ReplacementTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Brokers_that_the_application_sets_in_code_are_replaced_by_one_line()
    {
        await using EmbeddedKafka kafka = EmbeddedKafka.Start(brokers: 1);
        await using WebApplicationFactory<Program> application = Application(services =>
            services.PostConfigure<KafkaGenOptions>(options => options.BootstrapServers = kafka.BootstrapServers));

        Assert.Equal("orders.placed", await OrderAsync(application, 7));
    }

    [Fact]
    public async Task Producer_is_replaced_by_one_line()
    {
        RecordedOrders orders = new();
        await using WebApplicationFactory<Program> application = Application(services =>
            services.AddSingleton<ITopicProducer<OrderPlaced>>(orders));

        Assert.Equal("recorded", await OrderAsync(application, 7));
        Assert.Equal([new OrderPlaced(7)], orders.Messages);
    }

    private static WebApplicationFactory<Program> Application(Action<IServiceCollection> configure) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder.ConfigureTestServices(configure));

    private static async Task<string> OrderAsync(WebApplicationFactory<Program> application, int id)
    {
        using HttpClient client = application.CreateClient();
        HttpResponseMessage response = await client.PostAsync(new Uri($"/orders/{id}", UriKind.Relative), content: null, Cancelled).WaitAsync(s_bound, Cancelled);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancelled);
    }

    private sealed class RecordedOrders : ITopicProducer<OrderPlaced>
    {
        public List<OrderPlaced> Messages { get; } = [];

        public string Topic => "recorded";

        public ValueTask<RecordMetadata> ProduceAsync(OrderPlaced message, CancellationToken cancellationToken = default)
        {
            Messages.Add(message);
            return ValueTask.FromResult(new RecordMetadata { Topic = Topic });
        }

        public ValueTask<RecordMetadata> ProduceAsync(OrderPlaced message, ProduceOptions options, CancellationToken cancellationToken = default) => ProduceAsync(message, cancellationToken);

        public async ValueTask EnqueueAsync(OrderPlaced message, ProduceOptions options = default, CancellationToken cancellationToken = default) =>
            _ = await ProduceAsync(message, cancellationToken);

        public bool TryEnqueue(OrderPlaced message, ProduceOptions options = default)
        {
            Messages.Add(message);
            return true;
        }

        public ValueTask<ProduceBatchResult> ProduceManyAsync(IReadOnlyList<OrderPlaced> messages, ProduceOptions options = default, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public ValueTask FlushAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
