using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>Confluent.Kafka with the same settings and System.Text.Json's generated code: <c>ProduceAsync</c>, or <c>Produce</c> with a handler.</summary>
internal sealed class ConfluentContender : IProduceContender
{
    private const string Topic = "benchmarks.ticks";
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly bool _awaited;
    private int _failed;

    public ConfluentContender(string bootstrap, bool awaited)
    {
        _awaited = awaited;

        // Also lets it find the system's library under the name that it asks for.
        Native.LibrdkafkaResolver.EnsureLoaded();
        _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            EnableIdempotence = true,
            Partitioner = Partitioner.Murmur2Random,
            LingerMs = double.Parse(ProduceSettings.LingerMs, System.Globalization.CultureInfo.InvariantCulture),
            SocketNagleDisable = true,
        }).Build();
    }

    public Task RunAsync(Tick[] ticks) => _awaited ? ProduceSettings.ByCallersAsync(ticks, AwaitAsync) : HandleAsync(ticks);

    public ValueTask DisposeAsync()
    {
        _producer.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Message<byte[], byte[]> MessageOf(Tick tick) => new()
    {
        Key = Encoding.UTF8.GetBytes(tick.Instrument.ToString()),
        Value = JsonSerializer.SerializeToUtf8Bytes(tick, TickJsonContext.Default.Tick),
    };

    private async Task AwaitAsync(ReadOnlyMemory<Tick> ticks)
    {
        var answers = new Task[ticks.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = _producer.ProduceAsync(Topic, MessageOf(ticks.Span[i]));
        }

        foreach (Task answer in answers)
        {
            await answer;
        }
    }

    private Task HandleAsync(Tick[] ticks)
    {
        foreach (Tick tick in ticks)
        {
            Produce(MessageOf(tick));
        }

        _producer.Flush();
        ProduceSettings.ThrowIfFailed(_failed);
        return Task.CompletedTask;
    }

    // Its queue throws when it is full; waiting for room is left to the caller.
    private void Produce(Message<byte[], byte[]> message)
    {
        while (true)
        {
            try
            {
                _producer.Produce(Topic, message, Handle);
                return;
            }
            catch (ProduceException<byte[], byte[]> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(TimeSpan.FromMilliseconds(1));
            }
        }
    }

    private void Handle(DeliveryReport<byte[], byte[]> report) => _failed += report.Error.IsError ? 1 : 0;
}
