using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KafkaGen.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaGen.HostingTests;

/// <summary>What is left of a client that could not be made.</summary>
public sealed class FailedStartTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_is_made_at_the_second_attempt_logs()
    {
        RecordedLog log = new();
        string authority = Path.Combine(Path.GetTempPath(), $"authority-{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(authority, SelfSigned(), Cancelled);
        try
        {
            await using ServiceProvider provider = new ServiceCollection()
                .AddSingleton<ILoggerFactory>(log)
                .AddKafkaGen($"127.0.0.1:2;FlushTimeout=00:00:00;security.protocol=ssl;ssl.ca.location={authority}")
                .AddKafkaGen("audit", "127.0.0.1:1;FlushTimeout=00:00:00")
                .BuildServiceProvider();

            // All options are checked with the first client. The other one reads the file again when it is made.
            _ = provider.GetRequiredKeyedService<KafkaGenClient>("audit");
            File.Delete(authority);
            Assert.Throws<KafkaConfigurationException>(provider.GetRequiredService<KafkaGenClient>);
            await File.WriteAllTextAsync(authority, SelfSigned(), Cancelled);

            _ = provider.GetRequiredService<KafkaGenClient>();

            await log.WaitForAsync(line => line.Text.Contains("127.0.0.1:2", StringComparison.Ordinal)).WaitAsync(TwoClusters.Bound, Cancelled);
        }
        finally
        {
            File.Delete(authority);
        }
    }

    [Fact]
    public async Task Clusters_that_are_not_used_because_of_another_one_leave_no_thread_behind()
    {
        ThreadLog log = new();
        await using ServiceProvider provider = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(log)
            .AddKafkaGen(options =>
            {
                // A warning about names that metrics take for one is logged while the cluster is set up.
                options.BootstrapServers = "127.0.0.1:1";
                options.Topic("Paid").Topic = "orders.paid";
                options.Topic("Packed").Topic = "orders_paid";
            })
            .AddKafkaGen("audit", "127.0.0.1:1;lingr.ms=5")
            .BuildServiceProvider();

        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(provider.GetRequiredService<KafkaGenClient>);
        Thread writer = await log.Writer.WaitAsync(TwoClusters.Bound, Cancelled);

        Assert.Contains("lingr.ms", error.Message, StringComparison.Ordinal);
        Assert.True(writer.Join(TwoClusters.Bound), $"The thread '{writer.Name}' goes on.");
    }

    private static string SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=authority", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    /// <summary>Tells which thread writes to it.</summary>
    private sealed class ThreadLog : ILoggerFactory, ILogger
    {
        private readonly TaskCompletionSource<Thread> _writer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<Thread> Writer => _writer.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        IDisposable? ILogger.BeginScope<TState>(TState state) => null;

        bool ILogger.IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _writer.TrySetResult(Thread.CurrentThread);
    }
}
