namespace KafkaGen.Benchmarks.Produce;

/// <summary>KafkaGen, awaiting every record or enqueuing and flushing.</summary>
internal sealed class KafkaGenContender : IProduceContender
{
    private readonly KafkaGenClient _client;
    private readonly ITopicProducer<Tick> _producer;
    private readonly bool _awaited;
    private int _failed;

    public KafkaGenContender(string bootstrap, bool awaited)
    {
        _awaited = awaited;
        _client = KafkaGenClient.Create(options =>
        {
            options.BootstrapServers = bootstrap;
            options.Properties["linger.ms"] = ProduceSettings.LingerMs;
            options.OnDeliveryFailed = _ =>
            {
                _failed++;
                return ValueTask.CompletedTask;
            };
        });
        _producer = _client.GetProducer<Tick>();
    }

    public Task RunAsync(Tick[] ticks) => _awaited ? ProduceSettings.ByCallersAsync(ticks, AwaitAsync) : EnqueueAsync(ticks);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task AwaitAsync(ReadOnlyMemory<Tick> ticks)
    {
        var answers = new ValueTask<RecordMetadata>[ticks.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = _producer.ProduceAsync(ticks.Span[i]);
        }

        foreach (ValueTask<RecordMetadata> answer in answers)
        {
            await answer;
        }
    }

    private async Task EnqueueAsync(Tick[] ticks)
    {
        foreach (Tick tick in ticks)
        {
            await _producer.EnqueueAsync(tick);
        }

        await _producer.FlushAsync();
        ProduceSettings.ThrowIfFailed(_failed);
    }
}
