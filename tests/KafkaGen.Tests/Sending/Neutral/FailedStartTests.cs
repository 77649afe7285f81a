using KafkaGen.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.Tests.Sending.Neutral;

/// <summary>A host that does not start because its brokers are away.</summary>
[Trait("Speed", "Slow")]
public sealed class FailedStartTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Disposing_it_is_immediate_because_nothing_was_sent(bool withTransactions, bool provisions)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddKafkaGen(options =>
        {
            options.BootstrapServers = "127.0.0.1:1";
            options.WaitForBroker = provisions ? null : TimeSpan.FromSeconds(1);
            options.Provisioning = provisions ? TopicProvisioning.CreateMissing : TopicProvisioning.Ignore;
            options.ProvisioningTimeout = TimeSpan.FromSeconds(1);
            options.FlushTimeout = TimeSpan.FromMinutes(5);
        });
        if (withTransactions)
        {
            builder.Services.AddKafkaGenTransactions("checkout");
        }

        IHost host = builder.Build();
        ITopicProducer<Number> producer = host.Services.GetRequiredService<ITopicProducer<Number>>();
        await Assert.ThrowsAnyAsync<KafkaGenException>(() => host.StartAsync(Cancelled));

        // It would otherwise take the five minutes of FlushTimeout.
        await ((IAsyncDisposable)host).DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancelled);

        Assert.Equal("numbers", producer.Topic);
    }
}
