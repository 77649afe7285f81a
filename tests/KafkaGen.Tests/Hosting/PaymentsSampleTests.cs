using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace KafkaGen.Tests.Hosting;

/// <summary>samples/Payments, as a host before .NET 10 starts it: on the thread that starts everything else.</summary>
public sealed class PaymentsSampleTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Worker_lets_the_start_go_on_while_its_topic_is_empty()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Kafka:BootstrapServers", "127.0.0.1:1")])
            .Build();
        Type type = Type.GetType("Payments.PaymentWorker, Payments", throwOnError: true)!;
        using BackgroundService worker = (BackgroundService)Activator.CreateInstance(type, null, configuration)!;
        MethodInfo execute = type.GetMethod("ExecuteAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;
        using CancellationTokenSource stopping = new();

        Task<Task> started = Task.Factory.StartNew(
            () => (Task)execute.Invoke(worker, [stopping.Token])!, TestContext.Current.CancellationToken, TaskCreationOptions.None, TaskScheduler.Default);
        try
        {
            Task running = await started.WaitAsync(s_bound, TestContext.Current.CancellationToken);
            Assert.False(running.IsCompleted);
        }
        finally
        {
            await stopping.CancelAsync();
        }

        // It ends by itself, or was stopped before it began.
        Task ended = await started;
        await ended.WaitAsync(s_bound, TestContext.Current.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.True(ended.IsCompleted && !ended.IsFaulted);
    }
}
