using KafkaGen.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace KafkaGen.HostingTests;

/// <summary>Configuration that changes while the application runs.</summary>
public sealed class ReloadTests : IAsyncDisposable
{
    private readonly RecordedLog _log = new();
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection(
    [
        new("Kafka:BootstrapServers", "127.0.0.1:1"),
        new("Kafka:MaxBlock", "00:00:50"),
        new("Kafka:MaxBufferedRecords", "1"),
        new("Kafka:message.timeout.ms", "600000"),
        new("Kafka:FlushTimeout", "00:00:00"),
        new("Kafka:security.protocol", "SASL_PLAINTEXT"),
        new("Kafka:sasl.mechanism", "PLAIN"),
        new("Kafka:sasl.username", "shop"),
        new("Kafka:sasl.password", "old-secret"),
        new("Kafka:Clusters:audit:BootstrapServers", "127.0.0.1:1"),
        new("Kafka:Clusters:audit:FlushTimeout", "00:00:00"),
    ]).Build();

    private readonly ServiceProvider _provider;

    public ReloadTests()
    {
        _provider = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(_log)
            .AddKafkaGen(_configuration.GetSection("Kafka"))
            .BuildServiceProvider();
        _ = _provider.GetRequiredService<KafkaGenClient>();
        _ = _provider.GetRequiredKeyedService<KafkaGenClient>("audit");
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task What_can_change_is_in_use_after_a_reload()
    {
        ITopicProducer<Placed> producer = _provider.GetRequiredService<ITopicProducer<Placed>>();
        await producer.EnqueueAsync(new Placed(1), cancellationToken: Cancelled);
        _configuration["Kafka:MaxBlock"] = "00:00:00.05";
        _configuration["Kafka:sasl.password"] = "new-secret";

        // As a file provider does.
        _configuration.Reload();
        _configuration.Reload();

        Assert.Equal("The changed configuration of the Kafka client is in use: MaxBlock, sasl.password", (await LineAsync(1220)).Text);
        ProducerQueueFullException full = await Assert.ThrowsAsync<ProducerQueueFullException>(
            () => producer.EnqueueAsync(new Placed(2), cancellationToken: Cancelled).AsTask().WaitAsync(TwoClusters.Bound, Cancelled));
        Assert.Contains("50 ms", full.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Lines, line => line.EventId is 1221 or 1222);
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_change_is_named_once()
    {
        _configuration["Kafka:linger.ms"] = "7";
        _configuration["Kafka:ssl.key.password"] = "a-secret";
        _configuration["Kafka:Topics:Placed:Codec"] = "zstd";
        _configuration["Kafka:Clusters:audit:MaxBufferedRecords"] = "17";
        _configuration["Kafka:Clusters:eu:BootstrapServers"] = "127.0.0.1:1";
        _configuration.Reload();

        await LineAsync(1221, count: 3);
        _configuration["Kafka:MaxBlock"] = "00:00:10";
        _configuration.Reload();
        await LineAsync(1220);

        Assert.Equal(
            [
                "The configuration of the Kafka client has changed in what cannot change while it runs; restart the application to use it: Clusters:eu",
                "The configuration of the Kafka client 'audit' has changed in what cannot change while it runs; restart the application to use it: MaxBufferedRecords",
                "The configuration of the Kafka client has changed in what cannot change while it runs; restart the application to use it: Topics:Placed:Codec, linger.ms, ssl.key.password",
            ],
            _log.Lines.Where(line => line.EventId == 1221).Select(line => line.Text).Order(StringComparer.Ordinal).OrderByDescending(text => text.EndsWith("eu", StringComparison.Ordinal)));
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("a-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Configuration_that_cannot_be_used_leaves_the_running_one()
    {
        _configuration["Kafka:MaxBlock"] = "00:00:10";
        _configuration["Kafka:lingr.ms"] = "7";
        _configuration.Reload();

        RecordedLog.Line refused = await LineAsync(1222);

        Assert.Equal(LogLevel.Error, refused.Level);
        Assert.Contains("Did you mean 'linger.ms'?", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Lines, line => line.EventId == 1220);
        _configuration["Kafka:lingr.ms"] = null;
    }

    [Theory]
    [InlineData("Kafka:Clusters:audit:Topics:Placed:Codec", "zstd", "whose cluster is the one without a name")]
    [InlineData("Kafka:Clusters:audit:Topics:MovedAudit:Codec", "zstd", "neither the name of a contract nor of a topic")]
    [InlineData("Kafka:Topics:Paid:Topic", "orders placed", "which Kafka does not allow")]
    public async Task Change_that_one_of_several_clusters_cannot_use_is_refused_once_and_as_a_whole(string key, string value, string expected)
    {
        EditedConfiguration edited = new();
        IConfigurationRoot configuration = new ConfigurationBuilder().AddConfiguration(_configuration).Add(edited).Build();
        ServiceCollection services = new();
        services.AddSingleton<ILoggerFactory>(_log).AddKafkaGen(configuration.GetSection("Kafka")).AddKafkaGen("audit", _ => { }).AddKafkaGen("eu", "127.0.0.1:1;FlushTimeout=00:00:00");
        await using ServiceProvider provider = services.BuildServiceProvider();
        KafkaGenClient[] clients = [provider.GetRequiredService<KafkaGenClient>(), .. ((string[])["audit", "eu"]).Select(name => provider.GetRequiredKeyedService<KafkaGenClient>(name))];
        IOptionsMonitor<KafkaGenOptions> monitor = provider.GetRequiredService<IOptionsMonitor<KafkaGenOptions>>();
        edited.Set("Kafka:MaxBlock", "00:00:10");
        edited.Set(key, value);
        configuration.Reload();

        RecordedLog.Line refused = await LineAsync(1222);
        Assert.Contains(expected, refused.Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(50), monitor.CurrentValue.MaxBlock);

        edited.Remove(key);
        edited.Set("Kafka:MaxBlock", "00:00:20");
        configuration.Reload();
        await LineAsync(1220);

        GC.KeepAlive(clients);
        Assert.Equal("The changed configuration of the Kafka client is in use: MaxBlock", Assert.Single(_log.Lines, line => line.EventId == 1220).Text);
        Assert.Single(_log.Lines, line => line.EventId == 1222);
        Assert.DoesNotContain(_log.Lines, line => line.EventId == 1221);
        Assert.Equal(TimeSpan.FromSeconds(20), monitor.CurrentValue.MaxBlock);
    }

    [Fact]
    public async Task Listener_that_throws_does_not_keep_a_change_from_the_clients()
    {
        // That of the other tests listens, too.
        await _provider.DisposeAsync();
        await using ServiceProvider provider = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(_log)
            .AddKafkaGen(_configuration.GetSection("Kafka"))
            .BuildServiceProvider();

        // Before the client does: who listens first is told first.
        using IDisposable? listening = provider.GetRequiredService<IOptionsMonitor<KafkaGenOptions>>().OnChange(_ => throw new InvalidOperationException("a listener's"));
        _ = provider.GetRequiredService<KafkaGenClient>();
        _configuration["Kafka:MaxBlock"] = "00:00:20";
        _configuration.Reload();

        Assert.Equal("The changed configuration of the Kafka client is in use: MaxBlock", (await LineAsync(1220)).Text);
        Assert.Equal("A listener of changed options threw; the Kafka clients take the change over all the same", (await LineAsync(1223)).Text);

        // The second change comes after whatever was said of the first.
        _configuration["Kafka:MaxBlock"] = "00:00:30";
        _configuration.Reload();
        await LineAsync(1223, count: 2);
        Assert.DoesNotContain(_log.Lines, line => line.EventId == 1222);
    }

    [Fact]
    public async Task Change_of_another_source_that_comes_while_a_listener_is_told_is_in_use_afterwards()
    {
        // That of the other tests listens, too.
        await _provider.DisposeAsync();
        OtherSource source = new();
        TimeSpan maxBlock = TimeSpan.FromSeconds(50);
        ServiceCollection services = new();
        services.AddSingleton<ILoggerFactory>(_log).AddKafkaGen(_configuration.GetSection("Kafka"));
        services.AddSingleton<IOptionsChangeTokenSource<KafkaGenOptions>>(source).Configure<KafkaGenOptions>(options => options.MaxBlock = maxBlock);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using ManualResetEventSlim release = new();
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable? listening = provider.GetRequiredService<IOptionsMonitor<KafkaGenOptions>>().OnChange(_ =>
        {
            if (told.TrySetResult())
            {
                release.Wait(TwoClusters.Bound, Cancelled);
            }
        });
        _ = provider.GetRequiredService<KafkaGenClient>();
        _configuration["Kafka:FlushTimeout"] = "00:00:00.001";
        _configuration.Reload();
        await told.Task.WaitAsync(TwoClusters.Bound, Cancelled);

        maxBlock = TimeSpan.FromSeconds(20);
        source.Change();
        release.Set();

        await LineAsync(1220, count: 2);
        Assert.Equal(
            ["The changed configuration of the Kafka client is in use: FlushTimeout", "The changed configuration of the Kafka client is in use: MaxBlock"],
            _log.Lines.Where(line => line.EventId == 1220).Select(line => line.Text));
    }

    private async Task<RecordedLog.Line> LineAsync(int eventId, int count = 1)
    {
        await _log.WaitForAsync(eventId, count).WaitAsync(TwoClusters.Bound, Cancelled);
        return _log.Lines.First(line => line.EventId == eventId);
    }

    /// <summary>Options that change without the configuration that KafkaGen was registered with.</summary>
    private sealed class OtherSource : IOptionsChangeTokenSource<KafkaGenOptions>
    {
        private CancellationTokenSource _change = new();

        public string Name => Options.DefaultName;

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

        internal void Change() => Interlocked.Exchange(ref _change, new CancellationTokenSource()).Cancel();
    }

    /// <summary>Configuration whose keys can be removed, as in a file.</summary>
    private sealed class EditedConfiguration : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        internal void Remove(string key) => Data.Remove(key);
    }
}
