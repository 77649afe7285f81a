namespace KafkaGen.Benchmarks.Produce;

/// <summary>KafkaGen, awaiting every record or enqueuing and flushing.</summary>
internal sealed class KafkaGenContender<T> : IProduceContender
{
    private readonly KafkaGenClient _client;
    private readonly ITopicProducer<T> _producer;
    private readonly T[] _messages;
    private readonly bool _awaited;
    private int _failed;

    public KafkaGenContender(string bootstrap, T[] messages, bool awaited, string? topic = null)
    {
        _messages = messages;
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
        _producer = topic is null ? _client.GetProducer<T>() : _client.ForTopic<T>(topic);
    }

    public int Records => _messages.Length;

    public Task RunAsync() => _awaited ? ProduceSettings.ByCallersAsync<T>(_messages, AwaitAsync) : EnqueueAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task AwaitAsync(ReadOnlyMemory<T> messages)
    {
        var answers = new ValueTask<RecordMetadata>[messages.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = _producer.ProduceAsync(messages.Span[i]);
        }

        foreach (ValueTask<RecordMetadata> answer in answers)
        {
            await answer;
        }
    }

    private async Task EnqueueAsync()
    {
        foreach (T message in _messages)
        {
            await _producer.EnqueueAsync(message);
        }

        await _producer.FlushAsync();
        ProduceSettings.ThrowIfFailed(_failed);
    }
}
