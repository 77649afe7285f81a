using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confluent.Kafka;

namespace KafkaGen.Benchmarks.Produce;

/// <summary>
/// Confluent.Kafka's typed producer with the same settings and System.Text.Json's generated code: <c>ProduceAsync</c>, or <c>Produce</c> with a
/// handler.
/// </summary>
internal sealed class ConfluentContender<T> : IProduceContender
{
    private readonly IProducer<Guid, T> _producer;
    private readonly string _topic;
    private readonly T[] _messages;
    private readonly Func<T, Message<Guid, T>> _messageOf;
    private readonly bool _awaited;
    private int _failed;

    public ConfluentContender(
        string bootstrap, string topic, T[] messages, Func<T, Message<Guid, T>> messageOf, JsonTypeInfo<T> json, bool awaited)
    {
        _topic = topic;
        _messages = messages;
        _messageOf = messageOf;
        _awaited = awaited;

        // Also lets it find the system's library under the name that it asks for.
        Native.LibrdkafkaResolver.EnsureLoaded();
        ProducerConfig config = new()
        {
            BootstrapServers = bootstrap,
            EnableIdempotence = true,
            Partitioner = Partitioner.Murmur2Random,
            LingerMs = double.Parse(ProduceSettings.LingerMs, CultureInfo.InvariantCulture),
            SocketNagleDisable = true,
        };
        _producer = new ProducerBuilder<Guid, T>(config)
            .SetKeySerializer(new GuidText())
            .SetValueSerializer(new Json(json))
            .Build();
    }

    public int Records => _messages.Length;

    public Task RunAsync() => _awaited ? ProduceSettings.ByCallersAsync<T>(_messages, AwaitAsync) : HandleAsync();

    public ValueTask DisposeAsync()
    {
        _producer.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AwaitAsync(ReadOnlyMemory<T> messages)
    {
        var answers = new Task[messages.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = _producer.ProduceAsync(_topic, _messageOf(messages.Span[i]));
        }

        foreach (Task answer in answers)
        {
            await answer;
        }
    }

    private Task HandleAsync()
    {
        foreach (T message in _messages)
        {
            Produce(_messageOf(message));
        }

        _producer.Flush();
        ProduceSettings.ThrowIfFailed(_failed);
        return Task.CompletedTask;
    }

    // Its queue throws when it is full; waiting for room is left to the caller.
    private void Produce(Message<Guid, T> message)
    {
        while (true)
        {
            try
            {
                _producer.Produce(_topic, message, Handle);
                return;
            }
            catch (ProduceException<Guid, T> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(TimeSpan.FromMilliseconds(1));
            }
        }
    }

    private void Handle(DeliveryReport<Guid, T> report) => _failed += report.Error.IsError ? 1 : 0;

    private sealed class GuidText : ISerializer<Guid>
    {
        public byte[] Serialize(Guid data, SerializationContext context) => Encoding.UTF8.GetBytes(data.ToString());
    }

    private sealed class Json(JsonTypeInfo<T> type) : ISerializer<T>
    {
        public byte[] Serialize(T data, SerializationContext context) => JsonSerializer.SerializeToUtf8Bytes(data, type);
    }
}
