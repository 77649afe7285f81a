using System.Diagnostics.Tracing;
using KafkaGen.Accumulating;
using KafkaGen.ApplicationCode;
using KafkaGen.Contracts;
using KafkaGen.Sending.Brain;

#pragma warning disable xUnit1031, xUnit1051 // waits that need no thread of the pool are the subject

namespace KafkaGen.Tests.Sending.Brain;

/// <summary>What concerns the whole process: nothing else may run meanwhile.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class BrainLoopAloneTests : LoopTest
{
    [Fact]
    public void Records_are_stored_and_answered_while_every_thread_of_the_pool_is_blocked()
    {
        using BlockedPool blocked = new();
        BrainLoop loop = Open();
        TopicSender topic = CreateTopic(loop, partitions: 3, codec: CompressionCodec.Snappy);
        ValueTask<RecordMetadata>[] answers = [.. Enumerable.Range(0, 3_000).Select(i => Append(loop, topic, i % 3))];

        // Without a thread of the pool: the wait ends on the thread that completes the task.
        Assert.True(Deadline.In(Bound).Wait(loop.FlushAsync(CancellationToken.None)), "the flush did not end");

        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully));
        AssertStoredOnceAndInOrder(CompressionCodec.Snappy);
        Assert.True(Deadline.In(Bound).Wait(loop.CloseAsync(Deadline.In(Bound))), "closing did not end");
        Assert.True(loop.WhenOver.IsCompleted, "a thread was left");
    }

    [Fact]
    public async Task Closing_while_batches_are_compressed_waits_for_the_compressors_and_gives_all_room_back()
    {
        using HeldCompressors held = new();
        BrainLoop loop = Open(settings => settings with { BatchSize = 10_000 });
        TopicSender topic = CreateTopic(loop, partitions: 6, codec: CompressionCodec.Gzip);
        ValueTask<RecordMetadata>[] answers = [.. Enumerable.Range(0, 3_000).Select(i => Append(loop, topic, i % 6))];
        await held.WhenHeld.WaitAsync(Bound, Cancelled);

        Task closing = loop.CloseAsync(Deadline.Now);

        foreach (ValueTask<RecordMetadata> answer in answers)
        {
            Assert.Equal(RecordPersistence.NotPersisted, (await Assert.ThrowsAsync<ProduceException>(() => AnswerOf(answer))).Status);
        }

        Assert.False(loop.WhenOver.IsCompleted, "the loop left a compressor alone");
        Assert.True(loop.Room.Taken > 0, "the memory was given back that a compressor reads");
        held.LetGo();
        await closing.WaitAsync(Bound, Cancelled);
        Assert.True(loop.WhenOver.IsCompleted, "a thread was left");
        Assert.Equal(0, loop.Room.Taken);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void An_enqueued_record_allocates_nothing_on_the_callers_thread()
    {
        const int Records = 1_000_000;
        const int Partitions = 12;
        BrainLoop loop = Open();
        TopicSender topic = CreateTopic(loop, Partitions);
        RecordBuffer buffer = new();
        buffer.BeginValue();
        buffer.GetSpan(80)[..80].Fill((byte)'x');
        buffer.Advance(80);
        Fill();
        Enqueue(Records / 10);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Enqueue(Records);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < Records, $"{(double)allocated / Records:0.000} bytes a record");

        // From then on memory comes from the pool.
        void Fill()
        {
            List<Piece> pieces = [];
            while (loop.Room.TryTake(Room.LargePiece, isFirst: false) is { } piece)
            {
                pieces.Add(piece);
            }

            loop.Room.Return([.. pieces]);
        }

        void Enqueue(int count)
        {
            RecordShape record = new(buffer, []);
            for (int i = 0; i < count; i++)
            {
                PartitionQueue queue = topic.Queues[i % Partitions];
                while (queue.TryAppend(in record, timestamp: null, ReplyTo.Nobody, wait: null, out _) != SendOutcome.Done)
                {
                    long seen = RoomOf(loop).Returns;
                    if (queue.TryAppend(in record, timestamp: null, ReplyTo.Nobody, wait: null, out _) == SendOutcome.Done)
                    {
                        break;
                    }

                    Assert.True(RoomOf(loop).WaitAsync(seen, Cancelled).AsTask().Wait(Bound), "no room was given back");
                }
            }

            Assert.True(loop.FlushAsync().Wait(Bound), "the flush did not end");
        }
    }

    /// <summary>
    /// Holds every compressor in its codec, where that rents memory from the pool of the process: listeners are told of it on the thread that rents.
    /// </summary>
    private sealed class HeldCompressors : EventListener
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _letGo = new();

        internal Task WhenHeld => _held.Task;

        internal void LetGo() => _letGo.TrySetResult();

        public override void Dispose()
        {
            LetGo();
            base.Dispose();
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName == "BufferRented" && Thread.CurrentThread.Name == "KafkaGen compressor")
            {
                _held.TrySetResult();
                _letGo.Task.Wait();
            }
        }
    }
}
