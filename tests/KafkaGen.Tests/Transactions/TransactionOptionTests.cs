using KafkaGen.Tests.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.Tests.Transactions;

public sealed class TransactionOptionTests : TransactionTest
{
    [Theory]
    [InlineData("61000", "message.timeout.ms is 61000 ms, and transaction.timeout.ms 60000 ms")]
    [InlineData("0", "0 ms (endless)")]
    public void A_record_must_not_outlive_its_transaction(string messageTimeout, string text)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(
            () => Open(configureClient: options => options.Properties["message.timeout.ms"] = messageTimeout));

        Assert.Equal("message.timeout.ms", error.Option);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Contains("'checkout-0'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Properties_of_the_transactions_go_over_those_of_the_client()
    {
        (_, IKafkaTransactions transactions) = Open(
            options =>
            {
                options.TransactionTimeout = TimeSpan.FromSeconds(20);
                options.Properties["DeliveryTimeoutMs"] = "15000";
                options.Properties["enable.idempotence"] = "true";
                options.Properties["acks"] = "all";
            },
            options =>
            {
                options.Properties["message.timeout.ms"] = "90000";
                options.Properties["enable.idempotence"] = "false";
                options.Properties["acks"] = "1";
            });

        await using KafkaTransaction transaction = await BeginAsync(transactions);
        await transaction.ProduceAsync(new Number("a", 1), Cancelled);
        await CommitAsync(transaction);
    }

    [Fact]
    public void Transactions_of_a_client_without_idempotence_are_refused()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(
            () => Open(configureClient: options => options.Properties["enable.idempotence"] = "false"));

        Assert.Equal("enable.idempotence", error.Option);
    }

    [Theory]
    [InlineData(nameof(KafkaTransactionOptions.PoolSize))]
    [InlineData(nameof(KafkaTransactionOptions.CommitTimeout))]
    [InlineData(nameof(KafkaTransactionOptions.AbortTimeout))]
    [InlineData("transaction.timeout.ms")]
    [InlineData("lingr.ms")]
    public void Options_out_of_range_are_refused_by_name(string option)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => Open(options =>
        {
            switch (option)
            {
                case nameof(KafkaTransactionOptions.PoolSize):
                    options.PoolSize = 0;
                    break;
                case nameof(KafkaTransactionOptions.CommitTimeout):
                    options.CommitTimeout = TimeSpan.Zero;
                    break;
                case nameof(KafkaTransactionOptions.AbortTimeout):
                    options.AbortTimeout = TimeSpan.FromDays(30);
                    break;
                case "transaction.timeout.ms":
                    options.TransactionTimeout = TimeSpan.FromMilliseconds(1);
                    break;
                default:
                    options.Properties[option] = "5";
                    break;
            }
        }));

        Assert.Equal(option, error.Option);
    }

    [Fact]
    public async Task Protocol_of_the_transactions_that_contradicts_the_clients_brokers_is_refused()
    {
        await using KafkaGenClient client = KafkaGenClient.Create(options => options.BootstrapServers = $"PLAINTEXT://{Kafka.BootstrapServers.Split(',')[0]}");

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(
            () => client.OpenTransactions("checkout", options => options.Properties["security.protocol"] = "ssl"));

        Assert.Equal(nameof(KafkaGenOptions.BootstrapServers), error.Option);
        Assert.Contains("it asks for PLAINTEXT, and security.protocol is ssl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_only_the_transactions_name_is_looked_at()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => Open(options =>
        {
            options.Properties["security.protocol"] = "ssl";
            options.Properties["ssl.ca.location"] = path;
        }));

        Assert.Equal("ssl.ca.location", error.Option);
        Assert.Contains($"names '{path}', which does not exist", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MaxBlock", "00:00:05")]
    [InlineData("max.block.ms", "5000")]
    [InlineData("queue.buffering.max.kbytes", "1024")]
    public void Options_of_the_client_are_refused_where_those_of_transactions_are_set(string name, string value)
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(() => Open(options => options.Properties[name] = value));

        Assert.Equal(name, error.Option);
        Assert.Contains($"'{name}' is an option of the client", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Option_of_the_client_in_the_section_of_transactions_is_refused_by_its_place()
    {
        ServiceCollection services = new();
        services.AddKafkaGen(Kafka.BootstrapServers).AddKafkaGenTransactions("checkout", Section(("MaxBlock", "00:00:05")));
        using ServiceProvider provider = services.BuildServiceProvider();

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(provider.GetRequiredService<IKafkaTransactions>);

        Assert.Equal("Kafka:Transactions:MaxBlock", error.Option);
    }

    [Fact]
    public void A_transactional_id_is_not_a_property_of_the_client()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(
            () => Connect(options => options.Properties["transactional.id"] = "checkout"));

        Assert.Contains("AddKafkaGenTransactions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transactions_are_injected_by_their_id_and_the_last_one_without()
    {
        using IHost host = Build(services => services
            .AddKafkaGen(options => options.BootstrapServers = Kafka.BootstrapServers)
            .AddKafkaGenTransactions("refund", options => options.PoolSize = 2)
            .AddKafkaGenTransactions("checkout"));
        await host.StartAsync(Cancelled);

        IKafkaTransactions refunds = host.Services.GetRequiredKeyedService<IKafkaTransactions>("refund");
        await using (KafkaTransaction transaction = await BeginAsync(refunds))
        {
            await transaction.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled);
            await CommitAsync(transaction);
        }

        Assert.Equal("refund", refunds.TransactionalId);
        Assert.Equal("checkout", host.Services.GetRequiredService<IKafkaTransactions>().TransactionalId);
        await host.StopAsync(Cancelled).WaitAsync(Bound, Cancelled);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await refunds.BeginAsync(Cancelled));
    }

    [Fact]
    public async Task Options_come_from_a_section_and_code_has_the_last_word()
    {
        using IHost host = Build(services => services
            .AddKafkaGen(options => options.BootstrapServers = Kafka.BootstrapServers)
            .AddKafkaGenTransactions("checkout", Section(("PoolSize", "7"), ("commitTimeout", "00:00:05"), ("linger.ms", "1")), options => options.PoolSize = 2));
        await host.StartAsync(Cancelled);

        KafkaGen.Transactions.TransactionPool pool = Assert.IsType<KafkaGen.Transactions.TransactionPool>(host.Services.GetRequiredService<IKafkaTransactions>());

        Assert.Equal((2, TimeSpan.FromSeconds(5), "1"), (pool.Options.PoolSize, pool.Options.CommitTimeout, pool.Options.Properties["linger.ms"]));
        await host.StopAsync(Cancelled);
    }

    [Theory]
    [InlineData("PoolSize", "many")]
    [InlineData("TransactionTimeout", "60")]
    [InlineData("Nested:Section", "1")]
    public void Malformed_values_are_refused_by_their_place(string key, string value)
    {
        ServiceCollection services = new();
        services.AddKafkaGen(Kafka.BootstrapServers).AddKafkaGenTransactions("checkout", Section((key, value)));
        using ServiceProvider provider = services.BuildServiceProvider();

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(provider.GetRequiredService<IKafkaTransactions>);

        Assert.StartsWith($"Kafka:Transactions:{key.Split(':')[0]}", error.Option, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_does_not_start_with_wrong_options_of_transactions()
    {
        using IHost host = Build(services => services
            .AddKafkaGenTransactions("checkout", options => options.Properties["message.timeout.ms"] = "100000")
            .AddKafkaGen(options => options.BootstrapServers = Kafka.BootstrapServers));

        KafkaConfigurationException error = await Assert.ThrowsAsync<KafkaConfigurationException>(() => host.StartAsync(Cancelled));

        Assert.Equal("message.timeout.ms", error.Option);
    }

    [Fact]
    public void Registering_an_id_twice_is_refused()
    {
        ServiceCollection services = new();
        services.AddKafkaGenTransactions("checkout");

        Assert.Throws<InvalidOperationException>(() => services.AddKafkaGenTransactions("checkout"));
    }

    private static IConfiguration Section(params (string Key, string Value)[] entries) => new ConfigurationBuilder()
        .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create($"Kafka:Transactions:{entry.Key}", (string?)entry.Value)))
        .Build()
        .GetSection("Kafka:Transactions");

    private static IHost Build(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        configure(builder.Services);
        return builder.Build();
    }
}
