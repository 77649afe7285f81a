using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KafkaGen.ApplicationCode;
using KafkaGen.Protocol.Messages;
using KafkaGen.Sending.Brain;
using KafkaGen.Testing;
using KafkaGen.Tests.Connections;

#pragma warning disable xUnit1031, xUnit1051 // waits that need no thread of the pool, and a resolver that hangs, are the subject

namespace KafkaGen.Tests.Sending.Brain;

/// <summary>The sender in C# over sockets.</summary>
public sealed class BrainLoopTests() : LoopTest(brokers: 3)
{
    [Fact]
    public async Task Records_of_twelve_partitions_arrive_once_and_in_order_and_are_told_their_offsets()
    {
        const int Records = 100_000;
        const int Partitions = 12;
        BrainLoop loop = Open(settings => settings with { BatchSize = 16 * 1024, Linger = 1 });
        TopicSender topic = CreateTopic(loop, Partitions);
        ValueTask<RecordMetadata>[] answers = new ValueTask<RecordMetadata>[Records];
        for (int i = 0; i < Records; i++)
        {
            answers[i] = Append(loop, topic, i % Partitions);
        }

        await loop.FlushAsync(Cancelled).WaitAsync(Bound, Cancelled);

        for (int i = 0; i < Records; i++)
        {
            Assert.True(answers[i].IsCompleted, "the flush ended before a record was answered");
            RecordMetadata stored = await answers[i];
            Assert.Equal((i % Partitions, i / Partitions), (stored.Partition, stored.Offset));
        }

        AssertStoredOnceAndInOrder();
        Assert.Equal(0, loop.Room.Taken);
    }

    [Fact]
    public async Task All_partitions_of_a_broker_share_a_request()
    {
        const int Partitions = 12;
        ConcurrentBag<int> requests = [];
        Kafka.AddFault(KafkaFault.Refuse(KafkaApiKey.Produce, KafkaErrorCode.Unknown) with
        {
            Times = null,
            When = request =>
            {
                requests.Add(((ProduceRequest)request.Body).Topics.Sum(topic => topic.Partitions.Count));
                return false;
            },
        });
        BrainLoop loop = Open(settings => settings with { Linger = 60_000 });
        TopicSender topic = CreateTopic(loop, Partitions);
        for (int i = 0; i < Partitions * 10; i++)
        {
            Enqueue(loop, topic, i % Partitions);
        }

        await loop.FlushAsync(Cancelled).WaitAsync(Bound, Cancelled);

        AssertStoredOnceAndInOrder();
        Assert.Equal([4, 4, 4], requests);
    }

    [Fact]
    public async Task A_broker_that_goes_down_and_comes_back_under_load_loses_doubles_and_reorders_nothing()
    {
        const int Partitions = 6;
        const int Records = 20_000;
        BrainLoop loop = Open(settings => settings with { BatchSize = 2_000, Linger = 1 });
        TopicSender topic = CreateTopic(loop, Partitions, replicas: 3);
        List<ValueTask<RecordMetadata>> answers = [];
        Load();
        await AnswerOf(answers[0]);
        Kafka.StopBroker(2);
        Load();
        await AnswerOf(answers[Records]);
        Kafka.StartBroker(2);
        Load();

        await loop.FlushAsync(Cancelled).WaitAsync(Bound, Cancelled);

        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully));
        AssertStoredOnceAndInOrder();

        void Load()
        {
            for (int i = 0; i < Records; i++)
            {
                answers.Add(Append(loop, topic, i % Partitions));
            }
        }
    }

    [Fact]
    public async Task A_broker_that_stopped_answering_does_not_hold_up_records_of_others()
    {
        BrainLoop loop = Open();
        TopicSender topic = CreateTopic(loop, partitions: 3);
        using (Kafka.AddFault(KafkaFault.DelayRequest(KafkaApiKey.Produce, TimeSpan.FromHours(1)) with { BrokerId = 1, Times = null }))
        {
            ValueTask<RecordMetadata>[] answers = [.. Enumerable.Range(0, 3).Select(partition => Append(loop, topic, partition))];
            int held = Enumerable.Range(0, 3).Single(partition => topic.Partitions[partition].Leader == 1);
            foreach (int partition in Enumerable.Range(0, 3).Where(partition => partition != held))
            {
                await AnswerOf(answers[partition]);
                await AnswerOf(Append(loop, topic, partition));
            }

            Assert.False(answers[held].IsCompleted);
        }
    }

    [Fact]
    public async Task Closing_during_the_first_connect_ends_within_its_bound()
    {
        using ManualResetEventSlim end = new();
        using ManualResetEventSlim begun = new();
        BrainLoop loop = Open(connections: connections => connections with
        {
            Resolve = _ =>
            {
                begun.Set();
                end.Wait();
                return [IPAddress.Loopback];
            },
        });
        TopicSender topic = loop.OpenTopic(TopicName);
        Assert.True(begun.Wait(Bound, Cancelled));

        await loop.CloseAsync(Deadline.Now).WaitAsync(Bound, Cancelled);

        Assert.True(loop.WhenOver.IsCompleted);
        end.Set();
        ProduceException refused = await Assert.ThrowsAsync<ProduceException>(() => topic.WhenKnown);
        Assert.Equal(KafkaErrorCode.LocalDestroy, refused.Code);
    }

    [Fact]
    public void A_host_that_is_unknown_is_told_and_tried_again_with_pauses()
    {
        using BlockingCollection<BrainNote> notes = [];
        int lookups = 0;
        BrainLoop loop = Open(
            settings => settings with { Bootstrap = [("nowhere", 9092)], ReconnectBackoff = 1, MaxReconnectBackoff = 10 },
            connections => connections with
            {
                Resolve = _ =>
                {
                    Interlocked.Increment(ref lookups);
                    throw new SocketException((int)SocketError.HostNotFound);
                },
            },
            onNote: notes.Add);
        loop.OpenTopic(TopicName);
        const int Tries = 20;
        for (int i = 0; i < Tries; i++)
        {
            Assert.True(notes.TryTake(out BrainNote? note, (int)Bound.TotalMilliseconds, Cancelled), "nothing was told");
            Assert.Equal((BrainNoteKind.ConnectFailed, "nowhere:9092"), (note.Kind, note.Where));
            Assert.Contains("nowhere could not be resolved", note.Detail, StringComparison.Ordinal);
        }

        // A turn to begin an attempt, one when it failed, and one when its pause is over, with some to spare.
        long turns = loop.Turns;
        Assert.InRange(turns, Tries, (Volatile.Read(ref lookups) + 2) * 5);
    }

    [Fact]
    public void Addresses_that_do_not_answer_are_told_when_their_time_is_over()
    {
        int port = int.Parse(Kafka.BootstrapServers.Split(',')[0].Split(':')[1], CultureInfo.InvariantCulture);
        using FullPort full = FullPort.OpenOrSkip(port);
        using BlockingCollection<BrainNote> notes = [];
        BrainLoop loop = Open(
            settings => settings with { Bootstrap = [("silent", port)] },
            connections => connections with { SetupTimeout = TimeSpan.FromMilliseconds(50), Resolve = _ => [FullPort.Address, FullPort.Address] },
            onNote: notes.Add);

        loop.OpenTopic(TopicName);

        Assert.True(notes.TryTake(out BrainNote? note, (int)Bound.TotalMilliseconds, Cancelled), "nothing was told");
        Assert.Equal(BrainNoteKind.ConnectFailed, note.Kind);
        Assert.Equal($"127.0.0.2:{port}: not connected within 50 ms; 127.0.0.2:{port}: not connected within 50 ms", note.Detail);
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public async Task Compressed_records_arrive_in_order(CompressionCodec codec)
    {
        const int Partitions = 6;
        const int Records = 12_000;
        BrainLoop loop = Open(settings => settings with { BatchSize = 10_000, Linger = 60_000 });
        TopicSender topic = CreateTopic(loop, Partitions, codec: codec);
        ValueTask<RecordMetadata>[] answers = [.. Enumerable.Range(0, Records).Select(i => Append(loop, topic, i % Partitions))];

        await loop.FlushAsync(Cancelled).WaitAsync(Bound, Cancelled);

        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully));
        AssertStoredOnceAndInOrder(codec);
        Assert.Equal(0, loop.Room.Taken);
    }

    [Fact]
    public async Task Without_acknowledgements_a_record_is_done_when_it_is_written()
    {
        BrainLoop loop = Open(settings => settings with { Acks = 0, IsIdempotent = false });
        TopicSender topic = CreateTopic(loop, partitions: 3);
        ValueTask<RecordMetadata>[] answers = [.. Enumerable.Range(0, 3_000).Select(i => Append(loop, topic, i % 3))];

        await loop.FlushAsync(Cancelled).WaitAsync(Bound, Cancelled);

        foreach (ValueTask<RecordMetadata> answer in answers)
        {
            Assert.Equal(-1, (await AnswerOf(answer)).Offset);
        }

        await Kafka.WaitForRecordsAsync(TopicName, answers.Length, Bound, Cancelled);
        AssertStoredOnceAndInOrder();
    }

    [Fact]
    public async Task Without_acknowledgements_a_record_does_not_wait_for_the_answer_to_an_earlier_request()
    {
        using ManualResetEventSlim asked = new();
        BrainLoop loop = Open(settings => settings with { Acks = 0, IsIdempotent = false, RequestTimeout = 600_000 });
        Kafka.CreateTopic("one.broker", 1);
        TopicSender topic = loop.OpenTopic("one.broker");
        await topic.WhenKnown.WaitAsync(Bound, Cancelled);
        await AnswerOf(Append(loop, topic, 0));

        // The first request for metadata takes away the connection to the bootstrap address, so that the next one goes to the connection that records take.
        Kafka.AddFault(KafkaFault.Close(KafkaApiKey.Metadata));
        using (Kafka.AddFault(KafkaFault.DelayAnswer(KafkaApiKey.Metadata, TimeSpan.FromHours(1)) with
        {
            Times = null,
            When = _ =>
            {
                asked.Set();
                return true;
            },
        }))
        {
            loop.OpenTopic("another");
            Assert.True(asked.Wait(Bound, Cancelled));

            await AnswerOf(Append(loop, topic, 0));
        }
    }

    [Fact]
    public async Task Closing_refuses_records_at_once_and_sends_what_it_has_within_its_deadline()
    {
        BrainLoop loop = Open(settings => settings with { Linger = 60_000 });
        TopicSender topic = CreateTopic(loop, partitions: 2);
        ValueTask<RecordMetadata> answer = Append(loop, topic, 0);

        await loop.CloseAsync(Deadline.In(Bound)).WaitAsync(Bound, Cancelled);

        Assert.Equal(0, (await AnswerOf(answer)).Offset);
        Assert.Equal(KafkaErrorCode.LocalDestroy, Assert.Throws<ProduceException>(() => { TryAppend(topic, 1, isAwaited: false, out _); }).Code);
        Assert.Equal(KafkaErrorCode.LocalDestroy, (await Assert.ThrowsAsync<ProduceException>(() => loop.OpenTopic("later").WhenKnown)).Code);
        Assert.True(loop.WhenOver.IsCompleted, "a thread was left");
        await loop.FlushAsync(Cancelled);
        await loop.CloseAsync(Deadline.Now);
    }

    [Fact]
    public async Task What_is_unanswered_at_the_deadline_fails_and_says_whether_it_may_be_stored()
    {
        using ManualResetEventSlim sent = new();
        BrainLoop loop = Open(settings => settings with { Linger = 0 });
        TopicSender topic = CreateTopic(loop, partitions: 1);
        Kafka.AddFault(KafkaFault.DelayAnswer(KafkaApiKey.Produce, TimeSpan.FromHours(1)) with
        {
            When = _ =>
            {
                sent.Set();
                return true;
            },
        });
        ValueTask<RecordMetadata> onWire = Append(loop, topic, 0);
        Assert.True(sent.Wait(Bound, Cancelled));
        ValueTask<RecordMetadata> behind = Append(loop, topic, 0);

        await loop.CloseAsync(Deadline.Now).WaitAsync(Bound, Cancelled);

        ProduceException first = await Assert.ThrowsAsync<ProduceException>(() => AnswerOf(onWire));
        ProduceException second = await Assert.ThrowsAsync<ProduceException>(() => AnswerOf(behind));
        Assert.Equal((KafkaErrorCode.LocalPurgeQueue, RecordPersistence.PossiblyPersisted), (first.Code, first.Status));
        Assert.Equal((KafkaErrorCode.LocalPurgeQueue, RecordPersistence.NotPersisted), (second.Code, second.Status));
        Assert.True(loop.WhenOver.IsCompleted, "a thread was left");
        Assert.Equal(0, loop.Room.Taken);
    }

    [Fact]
    public async Task Callers_that_wait_for_room_let_no_batch_wait_for_its_linger()
    {
        BrainLoop loop = Open(settings => settings with { Linger = 3_600_000 }, bufferMemory: 64 * 1024);
        TopicSender topic = CreateTopic(loop, partitions: 3);
        for (int i = 0; i < 30_000; i++)
        {
            Enqueue(loop, topic, i % 3);
        }

        await loop.FlushAsync(Cancelled).WaitAsync(Bound, Cancelled);

        AssertStoredOnceAndInOrder();
    }

    [Fact]
    public async Task A_loop_that_throws_answers_everybody_with_the_cause_and_says_so()
    {
        BreakingTime time = new();
        using BlockingCollection<BrainNote> notes = [];
        BrainLoop loop = Open(settings => settings with { Linger = 3_600_000 }, time: time, onNote: notes.Add);
        TopicSender topic = CreateTopic(loop, partitions: 2);
        ValueTask<RecordMetadata> pending = Append(loop, topic, 0);

        time.IsBroken = true;
        Task flush = loop.FlushAsync(Cancelled);

        ProduceException failed = await Assert.ThrowsAsync<ProduceException>(() => AnswerOf(pending));
        Assert.True(failed.IsFatal);
        Assert.Contains("the clock broke", failed.Message, StringComparison.Ordinal);
        Assert.True(Assert.Throws<ProduceException>(() => { TryAppend(topic, 1, isAwaited: false, out _); }).IsFatal);
        await flush.WaitAsync(Bound, Cancelled);
        BrainNote? note;
        do
        {
            Assert.True(notes.TryTake(out note, (int)Bound.TotalMilliseconds, Cancelled), "nothing was told");
        }
        while (note.Kind != BrainNoteKind.LoopFailed);
        Assert.Contains("the clock broke", note.Detail, StringComparison.Ordinal);
        await loop.CloseAsync(Deadline.In(Bound)).WaitAsync(Bound, Cancelled);
        Assert.True(loop.WhenOver.IsCompleted, "a thread was left");
        Assert.Equal(0, loop.Room.Taken);
    }

    /// <summary>A clock that throws once, on the thread of the sender alone.</summary>
    private sealed class BreakingTime : TimeProvider
    {
        private volatile bool _isBroken;

        internal bool IsBroken
        {
            set => _isBroken = value;
        }

        public override long GetTimestamp()
        {
            if (_isBroken && Thread.CurrentThread.Name == "KafkaGen sender")
            {
                _isBroken = false;
                throw new InvalidOperationException("the clock broke");
            }

            return base.GetTimestamp();
        }
    }
}
