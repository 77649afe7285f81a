using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;
using KafkaGen.Contracts;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGen.Tests.Plugins;

/// <summary>Assemblies with contracts that come and go while the process runs.</summary>
[Collection(nameof(AlonePerProcess))]
[Trait("Speed", "Slow")]
public sealed class PluginTests : ClusterTest
{
    private const string Event = "Plugin.Events.Event";

    [Theory]
    [InlineData("RunAsync")]
    [InlineData("RunHostedAsync")]
    public async Task Plugin_is_loaded_runs_is_unloaded_and_leaves_nothing_behind(string method)
    {
        for (int i = 0; i < 3; i++)
        {
            WeakReference context = await RunAsync(method);
            Assert.DoesNotContain(ContractRegistry.Contracts, contract => contract.MessageType.FullName == Event);
            await AssertCollectedAsync(context);
        }
    }

    [Fact]
    public async Task Plugin_is_loaded_again_while_its_last_copy_is_not_collected_yet()
    {
        KafkaGenClient client = Connect();
        LoadedPlugin first = LoadedPlugin.Load();
        await first.CallAsync("ProduceAsync", client);
        first.Unload();

        LoadedPlugin next = LoadedPlugin.Load();
        Assert.Equal("plugin.pairs", await next.CallAsync("ProduceAsync", client));
        Assert.Equal("plugin.pairs", await next.CallAsync("RunAsync", Kafka.BootstrapServers));
        Assert.Equal("numbers", (await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled)).Topic);
        next.Unload();
        GC.KeepAlive(first);
    }

    [Fact]
    public async Task Client_of_the_host_that_was_made_beside_a_plugin_does_not_keep_it()
    {
        (KafkaGenClient client, WeakReference context) = ConnectBesidePlugin();

        Assert.Equal("numbers", (await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled)).Topic);
        await AssertCollectedAsync(context);
    }

    [Fact]
    public async Task Client_of_the_host_keeps_a_plugin_that_produced_by_it_until_it_is_disposed()
    {
        WeakReference context = await ProduceByClientOfTheHostAsync();

        await AssertCollectedAsync(context);
    }

    [Fact]
    public async Task What_clashes_is_told_to_who_asks_for_the_second_of_the_two()
    {
        LoadedPlugin plugin = LoadedPlugin.Load();
        KafkaGenClient client = Connect();
        KafkaGenClient other = Connect();

        await client.GetProducer<Number>().ProduceAsync(new Number("a", 1), Cancelled);
        KafkaContractException error = await Assert.ThrowsAsync<KafkaContractException>(() => plugin.CallAsync("ProduceNumberAsync", client));
        Assert.Equal("numbers", await plugin.CallAsync("ProduceNumberAsync", other));
        KafkaContractException vice = Assert.Throws<KafkaContractException>(other.GetProducer<Number>);

        Assert.Contains("'Plugin.Events.Number' and 'KafkaGen.Tests.Contracts.Number' are both named 'Number'", error.Message, StringComparison.Ordinal);
        Assert.Contains("options.Exclude", vice.Message, StringComparison.Ordinal);
        plugin.Unload();
    }

    [Fact]
    public async Task What_is_wrong_with_a_plugin_does_not_stop_the_host()
    {
        LoadedPlugin plugin = LoadedPlugin.Load();

        // It has a contract that was rejected, and one of a cluster that is not configured.
        await using ServiceProvider provider = new ServiceCollection().AddKafkaGen(Kafka.BootstrapServers).BuildServiceProvider();
        KafkaGenClient client = provider.GetRequiredService<KafkaGenClient>();
        await provider.GetRequiredService<ITopicProducer<Number>>().ProduceAsync(new Number("a", 1), Cancelled);
        Assert.Contains(client.Contracts, contract => contract.Name == nameof(Full));
        KafkaContractException error = await Assert.ThrowsAsync<KafkaContractException>(() => plugin.CallAsync("ProduceRefusedAsync", client));

        Assert.Empty(ContractRegistry.Rejections);
        Assert.StartsWith("KG0001", error.Message, StringComparison.Ordinal);
        plugin.Unload();
    }

    [Fact]
    public async Task Two_versions_of_an_assembly_work_beside_each_other()
    {
        LoadedPlugin old = LoadedPlugin.Load();
        LoadedPlugin next = LoadedPlugin.Load("Plugin.Events.Next");

        Assert.Equal((0, 2), (old.Assembly.GetName().Version!.Major, next.Assembly.GetName().Version!.Major));
        Assert.Equal("plugin.events", await old.CallAsync("ProduceEventAsync", Connect()));
        Assert.Equal("plugin.events", await next.CallAsync("ProduceEventAsync", Connect()));

        // They compress the topic differently, which one client cannot do.
        KafkaGenClient both = Connect();
        Assert.Equal("plugin.events", await old.CallAsync("ProduceEventAsync", both));
        KafkaContractException error = await Assert.ThrowsAsync<KafkaContractException>(() => next.CallAsync("ProduceEventAsync", both));
        Assert.Contains("share topic 'plugin.events' but differ in its compression", error.Message, StringComparison.Ordinal);
        next.Unload();
        old.Unload();
    }

    [Fact]
    public async Task Assembly_that_is_loaded_twice_for_good_disturbs_nobody()
    {
        AssemblyLoadContext twice = new("twice");
        Assembly copy = twice.LoadFromAssemblyPath(typeof(Shop.Orders.OrderTaken).Assembly.Location);
        RuntimeHelpers.RunModuleConstructor(copy.ManifestModule.ModuleHandle);
        Assert.Equal(2, ContractRegistry.Contracts.Count(contract => contract.MessageType.FullName == typeof(Shop.Orders.OrderTaken).FullName));

        ITopicProducer<Shop.Orders.OrderTaken> producer = Connect().GetProducer<Shop.Orders.OrderTaken>();

        Assert.NotEmpty((await producer.ProduceAsync(new Shop.Orders.OrderTaken(Guid.NewGuid(), new Shop.Orders.Address("Main Street 1", "Springfield")), Cancelled)).Topic);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> RunAsync(string method)
    {
        LoadedPlugin plugin = LoadedPlugin.Load();
        await plugin.CallAsync(method, Kafka.BootstrapServers);
        return plugin.Unload();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (KafkaGenClient Client, WeakReference Context) ConnectBesidePlugin()
    {
        LoadedPlugin plugin = LoadedPlugin.Load();
        KafkaGenClient client = Connect();
        Assert.Contains(client.Contracts, contract => contract.MessageType.FullName == Event);
        return (client, plugin.Unload());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> ProduceByClientOfTheHostAsync()
    {
        await using KafkaGenClient client = KafkaGenClient.Create(Kafka.BootstrapServers);
        LoadedPlugin plugin = LoadedPlugin.Load();
        await plugin.CallAsync("ProduceAsync", client);
        return plugin.Unload();
    }

    // System.Text.Json's reflection forgets accessors that nobody has asked for in a second, when somebody asks for one: its own affair, and done here by
    // options that it has not seen. Threads of the pool let go of what they ran last a little later.
    private static async Task AssertCollectedAsync(WeakReference context)
    {
        long until = Environment.TickCount64 + (long)Bound.TotalMilliseconds;
        for (int depth = 8; context.IsAlive && Environment.TickCount64 < until; depth++)
        {
            JsonSerializer.Serialize(new Number("a", 1), new JsonSerializerOptions { MaxDepth = depth });
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.False(context.IsAlive, "Something keeps the plugin's context.");
    }
}
