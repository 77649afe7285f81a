using KafkaGen.Accumulating;
using KafkaGen.Contracts;

namespace KafkaGen.SimulationTests.Scenarios;

/// <summary>A queue between threads that append and one that takes.</summary>
public sealed class QueueScenarios
{
    private const int Callers = 3;
    private const int RecordsEach = 20_000;

    [Fact]
    public void An_append_that_races_with_the_closing_of_its_batch_is_in_exactly_one_batch()
    {
        Room room = new(256L * 1024 * 1024, static () => { });
        PartitionQueue queue = new("t", 0, batchSize: 2_000, room, new VirtualClock(), static () => { });
        using Barrier together = new(Callers + 1);
        int left = Callers;
        Thread[] callers = [.. Enumerable.Range(0, Callers).Select(caller => new Thread(() =>
        {
            RecordBuffer buffer = new();
            together.SignalAndWait(TestContext.Current.CancellationToken);
            for (int i = 0; i < RecordsEach; i++)
            {
                buffer.Clear();
                buffer.BeginValue();
                BitConverter.TryWriteBytes(buffer.GetSpan(sizeof(int)), (caller * RecordsEach) + i);
                buffer.Advance(sizeof(int));
                Assert.Equal(SendOutcome.Done, queue.TryAppend(new RecordShape(buffer, []), timestamp: null, ReplyTo.Nobody, wait: null, out _));
            }

            Interlocked.Decrement(ref left);
        }))];
        foreach (Thread caller in callers)
        {
            caller.Start();
        }

        together.SignalAndWait(TestContext.Current.CancellationToken);
        List<ProducerBatch> batches = [];
        while (Volatile.Read(ref left) > 0 || !queue.Look().IsEmpty)
        {
            if (queue.TryTake(evenOpen: true) is { } batch)
            {
                batches.Add(batch);
            }
        }

        foreach (Thread caller in callers)
        {
            caller.Join();
        }

        Assert.Equal(Callers * RecordsEach, batches.Sum(static batch => batch.Count));
        int[] last = [.. Enumerable.Repeat(-1, Callers)];
        HashSet<int> seen = [];
        foreach (ProducerBatch batch in batches)
        {
            foreach (Protocol.Records.RecordView record in new Protocol.Records.RecordEnumerator(System.Buffers.BuffersExtensions.ToArray(batch.Records), batch.Count))
            {
                int value = BitConverter.ToInt32(record.Value.Span);
                Assert.True(seen.Add(value), $"Record {value} is in two batches.");
                Assert.True(value % RecordsEach > last[value / RecordsEach], "A caller's records changed their order.");
                last[value / RecordsEach] = value % RecordsEach;
            }

            room.Return(batch.TakePieces());
        }

        Assert.Equal(0, room.Taken);
    }
}
