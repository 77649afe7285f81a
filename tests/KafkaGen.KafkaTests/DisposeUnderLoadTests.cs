using System.Diagnostics;
using Confluent.Kafka;
using KafkaGen.KafkaTests.Faults;
using KafkaGen.KafkaTests.Kafka;

namespace KafkaGen.KafkaTests;

/// <summary>A client that is disposed in the middle of full load answers every call, and says nothing wrong of any record.</summary>
public sealed class DisposeUnderLoadTests(ThreeNodes nodes)
{
    private const int Callers = NumberedLoad.Keys;

    // Each caller's; all of them together fill half the buffer.
    private const int MaxUnanswered = 1_000;
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 2)]
    public async Task Every_call_is_answered_and_no_stored_record_is_called_not_persisted(bool isNodePaused, int flushTimeoutSeconds)
    {
        const int Paused = 1;
        KafkaCluster kafka = await nodes.GetAsync(own: true);
        string topic = await kafka.CreateTopicAsync("disposed", partitions: 6);
        TimeSpan flushTimeout = TimeSpan.FromSeconds(flushTimeoutSeconds);
        KafkaGenClient client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = kafka.BootstrapServers;
            options.FlushTimeout = flushTimeout;
        });
        Caller[] callers = [.. Enumerable.Range(0, Callers).Select(key => new Caller(client.ForTopic<Numbered>(topic), key))];
        TimeSpan took;
        try
        {
            Task[] running = [.. callers.Select(caller => Task.Run(caller.RunAsync))];
            await Task.WhenAll(callers.Select(caller => caller.Begun)).WaitAsync(s_bound, Cancelled);
            if (isNodePaused)
            {
                await kafka.KillAsync(Paused, "STOP");
            }

            long began = Stopwatch.GetTimestamp();
            await client.DisposeAsync().AsTask().WaitAsync(flushTimeout + s_bound, Cancelled);
            took = Stopwatch.GetElapsedTime(began);
            await Task.WhenAll(running).WaitAsync(s_bound, Cancelled);
        }
        finally
        {
            if (isNodePaused)
            {
                await kafka.KillAsync(Paused, "CONT");
            }
        }

        NumberedLoad.Outcome[] accepted = [.. callers.SelectMany(caller => caller.Accepted)];
        List<ConsumeResult<byte[], byte[]>> stored = TopicReader.ReadAll(kafka.BootstrapServers, topic);
        Account account = Account.Of(accepted, stored);
        TestContext.Current.TestOutputHelper?.WriteLine($"disposed within {took.TotalSeconds:F1} s; {account}");
        Assert.True(account.IsClean, account.ToString());
        Assert.Equal(accepted.Length, account.Acknowledged + account.Failed);
        Assert.True(account.Acknowledged > Callers, account.ToString());
        Assert.All(callers, caller => Assert.NotNull(caller.Refusal));

        // What was refused is not there either: every stored record is one that was accepted.
        Assert.True(stored.Count <= accepted.Length, $"{stored.Count} records are stored, {accepted.Length} were accepted");
        if (!isNodePaused)
        {
            Assert.Equal(accepted.Length, account.Acknowledged);
        }
    }

    /// <summary>Produces records of one key as fast as it can, until it is refused.</summary>
    private sealed class Caller(ITopicProducer<Numbered> producer, int key)
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when the first record is acknowledged.</summary>
        public Task Begun => _begun.Task;

        public List<NumberedLoad.Outcome> Accepted { get; } = [];

        public ObjectDisposedException? Refusal { get; private set; }

        public async Task RunAsync()
        {
            Queue<(NumberedLoad.Outcome Outcome, Task<RecordMetadata> Answer)> unanswered = [];
            for (int number = 0; Refusal is null; number++)
            {
                NumberedLoad.Outcome outcome = new(new Numbered(key, number));
                unanswered.Enqueue((outcome, ProduceAsync(outcome.Record)));
                if (unanswered.Count == MaxUnanswered)
                {
                    await TakeAsync(unanswered.Dequeue());
                }
            }

            foreach ((NumberedLoad.Outcome Outcome, Task<RecordMetadata> Answer) left in unanswered)
            {
                await TakeAsync(left);
            }
        }

        private async Task<RecordMetadata> ProduceAsync(Numbered record)
        {
            RecordMetadata place = await producer.ProduceAsync(record, CancellationToken.None);
            _begun.TrySetResult();
            return place;
        }

        private async Task TakeAsync((NumberedLoad.Outcome Outcome, Task<RecordMetadata> Answer) call)
        {
            try
            {
                call.Outcome.Place = await call.Answer;
            }
            catch (KafkaGen.ProduceException failed)
            {
                call.Outcome.Failure = failed;
            }
            catch (ObjectDisposedException refused)
            {
                Refusal = refused;
                return;
            }

            Accepted.Add(call.Outcome);
        }
    }
}
