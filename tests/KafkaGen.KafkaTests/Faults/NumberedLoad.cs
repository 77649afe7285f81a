using System.Diagnostics;
using System.Threading.Channels;

namespace KafkaGen.KafkaTests.Faults;

/// <summary>A steady stream of numbered records of many keys, and what became of each.</summary>
internal sealed class NumberedLoad(ITopicProducer<Numbered> producer, int recordsPerSecond)
{
    public const int Keys = 50;
    private const int TicksPerSecond = 50;

    // Fewer than the buffer takes: this load is to wait for room rather than to be refused.
    private const int MaxUnanswered = 90_000;

    private readonly List<Outcome> _outcomes = [];

    /// <summary>Of the records in the sequence in which they were produced, what their calls answered.</summary>
    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    /// <summary>The longest time between two acknowledgements while records were waiting for one.</summary>
    public TimeSpan LongestStall { get; private set; }

    /// <summary>The last of the partitions that records were acknowledged in.</summary>
    public int LastPartition { get; private set; }

    /// <summary>Produces until <paramref name="stop"/>, then waits for every answer.</summary>
    public async Task RunAsync(CancellationToken stop, TimeSpan answerBound)
    {
        var calls = Channel.CreateBounded<(Outcome Outcome, ValueTask<RecordMetadata> Answer)>(MaxUnanswered);
        Task answers = Task.Run(() => CollectAsync(calls.Reader), CancellationToken.None);
        using PeriodicTimer clock = new(TimeSpan.FromSeconds(1.0 / TicksPerSecond));
        try
        {
            for (int record = 0; await clock.WaitForNextTickAsync(stop);)
            {
                for (int i = 0; i < recordsPerSecond / TicksPerSecond; i++, record++)
                {
                    Numbered message = new(record % Keys, record / Keys);
                    Outcome outcome = new(message);
                    _outcomes.Add(outcome);
                    await calls.Writer.WriteAsync((outcome, producer.ProduceAsync(message, CancellationToken.None)), CancellationToken.None);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Enough.
        }

        calls.Writer.Complete();

        // What is still not answered then is counted as unanswered.
        await Task.WhenAny(answers, Task.Delay(answerBound, CancellationToken.None));
        if (answers.IsCompleted)
        {
            await answers;
        }
    }

    private async Task CollectAsync(ChannelReader<(Outcome Outcome, ValueTask<RecordMetadata> Answer)> calls)
    {
        long last = Stopwatch.GetTimestamp();
        await foreach ((Outcome outcome, ValueTask<RecordMetadata> answer) in calls.ReadAllAsync())
        {
            // A record that was answered already says nothing of a stall.
            bool waits = !answer.IsCompleted;
            long began = Stopwatch.GetTimestamp();
            try
            {
                RecordMetadata place = await answer;
                outcome.Place = place;
                LastPartition = Math.Max(LastPartition, place.Partition);
            }
            catch (ProduceException failed)
            {
                outcome.Failure = failed;
            }

            if (waits)
            {
                TimeSpan stall = Stopwatch.GetElapsedTime(Math.Max(began, last));
                LongestStall = stall > LongestStall ? stall : LongestStall;
            }

            last = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>One record and its answer: a place, a failure, or none yet.</summary>
    internal sealed class Outcome(Numbered record)
    {
        public Numbered Record { get; } = record;

        public RecordMetadata? Place { get; set; }

        public ProduceException? Failure { get; set; }
    }
}

[KafkaTopic("faults.numbered"), Compression(CompressionCodec.Lz4)]
public readonly record struct Numbered([PartitionKey] int Key, int Number);
