using System.Text;
using KafkaGen.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(KafkaGen.HostingTests.TwoClusters))]

namespace KafkaGen.HostingTests;

/// <summary>The two clusters that this project's contracts name, for tests that leave them as they were.</summary>
public sealed class TwoClusters : IAsyncDisposable
{
    public static TimeSpan Bound { get; } = TimeSpan.FromSeconds(60);

    public EmbeddedKafka Main { get; } = EmbeddedKafka.Start(brokers: 1);

    public EmbeddedKafka Audit { get; } = EmbeddedKafka.Start(brokers: 1);

    public static IConfiguration Json(string text) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();

    /// <summary>Registers both.</summary>
    public IServiceCollection Register(IServiceCollection services, Action<KafkaGenOptions>? configure = null) => services
        .AddKafkaGen(options =>
        {
            options.BootstrapServers = Main.BootstrapServers;
            configure?.Invoke(options);
        })
        .AddKafkaGen("audit", Audit.BootstrapServers);

    public async ValueTask DisposeAsync()
    {
        await Main.DisposeAsync();
        await Audit.DisposeAsync();
    }
}
