using KafkaGen.Accumulating;
using KafkaGen.Configuration;
using KafkaGen.Contracts;
using KafkaGen.Producing;
using KafkaGen.Sending;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Shared;
using KafkaGen.Transport;

namespace KafkaGen.Tests.Sending;

/// <summary>Races of those who wait for room, at the places where they happen: what the application puts into a record runs there.</summary>
public sealed class WaitingRecordTests : ClusterTest
{
    [Fact]
    public async Task A_record_does_not_overtake_one_of_its_topic_that_steps_aside()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = 10;
            options.FlushTimeout = TimeSpan.Zero;
        });
        TopicProducer<Number> producer = (TopicProducer<Number>)await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        _ = client.GetProducer<Point>();
        WaitLine line = producer.Lane.Transport.Line;
        TaskCompletionSource<bool> isAhead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        line.OnStep = topic => isAhead.TrySetResult(line.IsAheadOf(topic));
        while (producer.TryEnqueue(new Number("a", 0)))
        {
            // Until the topic has its share.
        }

        _ = producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled).AsTask();

        Assert.True(await isAhead.Task.WaitAsync(Bound, Cancelled));
    }

    [Fact]
    public async Task Room_of_a_record_that_is_refused_goes_to_the_one_that_waits()
    {
        Assert.SkipWhen(OwnSender.IsChosen, "Only what goes to librdkafka has room before its headers are read and its partition is looked at.");
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = 1);
        TopicProducer<Number> producer = (TopicProducer<Number>)client.GetProducer<Number>();
        await producer.ProduceAsync(new Number("a", 0), Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        using ManualResetEventSlim tried = new();
        producer.Lane.Transport.Line.OnTried = outcome =>
        {
            if (outcome != SendOutcome.Done)
            {
                tried.Set();
            }
        };
        Task? waiting = null;

        // While the refused record has the only room: its headers are read with it. It keeps the room until the other one has been tried in vain.
        HookedMemory hook = new(() =>
        {
            waiting ??= producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled).AsTask();
            tried.Wait(Bound, Cancelled);
        });

        await Assert.ThrowsAsync<ProduceException>(async () =>
            await producer.ProduceAsync(new Number("a", 2), new ProduceOptions { Partition = 99, Headers = [new RecordHeader("h", hook.Whole)] }, Cancelled));

        await waiting!.WaitAsync(Bound, Cancelled);
        Assert.True(tried.IsSet);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_that_is_cancelled_while_it_is_sent_is_not_said_to_be_refused(bool isAwaited)
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = 1);
        TopicProducer<Number> producer = (TopicProducer<Number>)await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        using CancellationTokenSource caller = new();
        await producer.EnqueueAsync(new Number("a", 0), cancellationToken: Cancelled);
        TaskCompletionSource tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Lane.Transport.Line.OnTried = _ => tried.TrySetResult();

        // The sender in C# reads headers before it looks for room, too.
        HookedMemory hook = new(() =>
        {
            if (tried.Task.IsCompleted)
            {
                caller.Cancel();
            }
        });
        ProduceOptions options = new() { Headers = [new RecordHeader("h", hook.Whole)] };

        // It waits for the room of the first record, which nobody acknowledges before the broker starts.
        Task sent = isAwaited
            ? producer.ProduceAsync(new Number("a", 1), options, caller.Token).AsTask()
            : producer.EnqueueAsync(new Number("a", 1), options, caller.Token).AsTask();
        Assert.Equal(1, client.WaitingCallers);
        await tried.Task.WaitAsync(Bound, Cancelled);
        Kafka.StartBroker(1);

        if (isAwaited)
        {
            OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent.WaitAsync(Bound, Cancelled));
            Assert.Contains("may still be delivered", error.Message, StringComparison.Ordinal);
        }
        else
        {
            await sent.WaitAsync(Bound, Cancelled);
        }

        await client.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        Assert.True(caller.IsCancellationRequested);
        Assert.Equal(2, Read("numbers", 2).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Room_of_a_record_whose_memory_throws_is_given_back(bool waits)
    {
        Kafka.CreateTopic("numbers", partitions: 1);
        KafkaGenClient client = Connect(options => options.MaxBufferedRecords = 1);
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        ProduceOptions options = new()
        {
            Headers = [new RecordHeader("fine", "1"), new RecordHeader("h", new HookedMemory(() => throw new ObjectDisposedException("pooled memory")).Whole)],
        };
        if (waits)
        {
            await producer.EnqueueAsync(new Number("a", 0), cancellationToken: Cancelled);
        }

        // The one that waits is read when the first record has given up its room, which is not before the broker starts. The sender in C# reads it before it looks for room.
        Task thrown = producer.ProduceAsync(new Number("a", 1), options, Cancelled).AsTask();
        Assert.Equal(waits && !OwnSender.IsChosen ? 1 : 0, client.WaitingCallers);
        Kafka.StartBroker(1);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => thrown.WaitAsync(Bound, Cancelled));

        await producer.FlushAsync(Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        Assert.Equal((0, 0L), (client.BufferedRecords, client.BufferedBytes));
        await producer.EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled).AsTask().WaitAsync(Bound, Cancelled);
    }

    [Fact]
    public void A_record_that_is_given_up_while_it_is_put_back_ends()
    {
        Assert.SkipWhen(Environment.ProcessorCount < 2, "Two threads have to meet at a record.");
        const int Rounds = 300_000;
        ObjectDisposedException reason = new("closed");
        Unsent[] records = [.. Enumerable.Range(0, Rounds).Select(_ => new Unsent { Patience = 0, Deadline = 0 })];
        Array.ForEach(records, record => Assert.True(record.TryServe()));
        int givenUp = -1;
        bool hasEnded = false;
        Thread server = new(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                // Both have the record in their caches when they meet.
                hasEnded |= records[i].IsEnded;
                Volatile.Write(ref givenUp, i);
                records[i].Unserve();
            }
        })
        { IsBackground = true };
        server.Start();
        for (int i = 0; i < Rounds; i++)
        {
            Assert.False(records[i].IsEnded);
            for (SpinWait spin = default; Volatile.Read(ref givenUp) < i; spin.SpinOnce(sleep1Threshold: -1))
            {
                // Until the server is there, too.
            }

            records[i].GiveUp(reason);
        }

        Assert.True(server.Join(Bound));
        Assert.False(hasEnded, "a record ended before anybody gave it up");
        Assert.All(records, record => Assert.True(record.IsEnded));
    }

    [Fact]
    public async Task A_lowered_MaxBlock_holds_for_those_who_come_behind_one_that_waits_longer()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = 2;
            options.FlushTimeout = TimeSpan.Zero;
            options.MaxBlock = TimeSpan.FromMinutes(10);
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        while (producer.TryEnqueue(new Number("a", 0)))
        {
            // Until the buffer is full.
        }

        Task patient = producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled).AsTask();
        KafkaGenOptions changed = new()
        {
            BootstrapServers = Kafka.BootstrapServers,
            MaxBufferedRecords = 2,
            MaxBlock = TimeSpan.FromMilliseconds(100),
            FlushTimeout = TimeSpan.Zero,
        };
        client.Reload(ClusterSetup.Of(new ClusterScope(changed), ContractRegistry.Contracts, isSilent: true));

        ProducerQueueFullException error = await Assert.ThrowsAsync<ProducerQueueFullException>(
            () => producer.EnqueueAsync(new Number("a", 2), cancellationToken: Cancelled).AsTask().WaitAsync(Bound, Cancelled));

        Assert.Contains("MaxBlock (100 ms)", error.Message, StringComparison.Ordinal);
        Assert.False(patient.IsCompleted);
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_leaves_its_place_to_another()
    {
        KafkaGenClient client = Connect(options =>
        {
            options.MaxBufferedRecords = 2;
            options.FlushTimeout = TimeSpan.Zero;
        });
        ITopicProducer<Number> producer = await KnowAsync(client.GetProducer<Number>());
        Kafka.StopBroker(1);
        while (producer.TryEnqueue(new Number("a", 0)))
        {
            // Until the buffer is full.
        }

        using CancellationTokenSource impatient = new();
        Task head = producer.EnqueueAsync(new Number("a", 1), cancellationToken: Cancelled).AsTask();
        Task gone = producer.EnqueueAsync(new Number("a", 2), cancellationToken: impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Task next = producer.EnqueueAsync(new Number("a", 3), cancellationToken: Cancelled).AsTask();

        Assert.False(next.IsCompleted);
        Assert.Equal(2, client.WaitingCallers);
        Kafka.StartBroker(1);
        await Task.WhenAll(head, next).WaitAsync(Bound, Cancelled);
    }

    private sealed class Unsent : WaitingRecord
    {
        internal override SenderTopic Topic => throw new NotSupportedException();

        internal override bool TryEncode(RecordBuffer buffer) => throw new NotSupportedException();

        internal override SendOutcome TrySend(RecordBuffer buffer) => throw new NotSupportedException();

        internal override void TellServed() => throw new NotSupportedException();

        internal override void TimeOut() => throw new NotSupportedException();

        protected override void Tell(Exception error)
        {
        }
    }
}
