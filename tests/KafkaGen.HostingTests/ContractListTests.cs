using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.HostingTests;

/// <summary>The contracts of an application, listed and exported.</summary>
public sealed class ContractListTests(TwoClusters kafka)
{
    private const string Settings = """
        {
          "BootstrapServers": "127.0.0.1:1",
          "TopicPrefix": "shop.",
          "Topics": {
            "Placed": { "Topic": "orders", "Codec": "zstd", "CompressionLevel": "3", "MessageTimeoutMs": "5000", "Partitions": "12", "ReplicationFactor": "3", "Config": { "cleanup.policy": "compact" } }
          },
          "Clusters": { "audit": { "BootstrapServers": "127.0.0.1:1" } }
        }
        """;

    [Fact]
    public async Task Client_lists_its_contracts_with_what_the_options_change()
    {
        await using ServiceProvider provider = kafka.Register(new ServiceCollection(), options =>
        {
            options.TopicPrefix = "shop.";
            options.Topic("Placed").Codec = CompressionCodec.Lz4;
            options.Topic("Placed").Partitions = 12;
            options.Topic("Moved").Partitions = 2;
        }).BuildServiceProvider();
        KafkaGenClient main = provider.GetRequiredService<KafkaGenClient>();
        KafkaGenClient audit = provider.GetRequiredKeyedService<KafkaGenClient>("audit");

        ContractDescription placed = main.Contracts.Single(contract => contract.Name == "Placed");
        Assert.Equal(25, main.Contracts.Count);
        Assert.Equal(26, audit.Contracts.Count);
        Assert.Equal(("", "shop.placed", typeof(Placed), typeof(int)), (placed.Cluster, placed.Topic, placed.MessageType, placed.KeyType));
        Assert.Equal((CompressionCodec.Lz4, 12, null), (placed.Codec, placed.Partitions, placed.ReplicationFactor));
        Assert.Equal("an integer of 4 bytes", placed.KeyShape);
        Assert.Equal(("audit", 2), audit.Contracts.Where(contract => contract.Name == "Moved").Select(contract => (contract.Cluster, contract.Partitions!.Value)).Single());
    }

    [Fact]
    public async Task Command_writes_them_all_without_a_broker_and_without_a_start()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddConfiguration(TwoClusters.Json(Settings));
        builder.Services.AddKafkaGen(builder.Configuration);
        builder.Services.AddSingleton<IHostedService, NeverStarted>();
        using IHost host = builder.Build();
        string file = Path.Combine(Path.GetTempPath(), $"contracts-{Guid.NewGuid():N}.json");
        try
        {
            Assert.True(host.RunKafkaGenCommand(["kafka-contracts", file]));
            using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            JsonElement[] contracts = [.. json.RootElement.GetProperty("contracts").EnumerateArray()];
            JsonElement placed = contracts.Single(contract => contract.GetProperty("name").GetString() == "Placed");

            Assert.Equal(51, contracts.Length);
            Assert.Equal("shop.orders", placed.GetProperty("topic").GetString());
            Assert.Equal("""{"type":"System.Int32","bytes":"an integer of 4 bytes"}""", JsonSerializer.Serialize(placed.GetProperty("key")));
            Assert.Equal(("Zstd", 3, 5000), (placed.GetProperty("codec").GetString(), placed.GetProperty("compressionLevel").GetInt32(), placed.GetProperty("messageTimeoutMs").GetInt32()));
            Assert.Equal((12, 3, "compact"), (placed.GetProperty("partitions").GetInt32(), placed.GetProperty("replicationFactor").GetInt32(), placed.GetProperty("config").GetProperty("cleanup.policy").GetString()));
            Assert.Equal("audit", contracts.Single(contract => contract.GetProperty("name").GetString() == "Moved").GetProperty("cluster").GetString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Other_arguments_are_the_applications()
    {
        using IHost host = Host.CreateEmptyApplicationBuilder(settings: null).Build();

        Assert.False(host.RunKafkaGenCommand([]));
        Assert.False(host.RunKafkaGenCommand(["run", "kafka-contracts"]));
    }

    private sealed class NeverStarted : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("The host was started.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
