using System.Collections.Concurrent;
using KafkaGen.Native;

namespace KafkaGen.Telemetry;

/// <summary>The values of <c>error.type</c>.</summary>
internal static class ErrorTypes
{
    private static readonly ConcurrentDictionary<KafkaErrorCode, string> s_names = new();

    /// <summary>librdkafka's name of a code: Kafka's own (<c>TOPIC_AUTHORIZATION_FAILED</c>), or with an underscore before it, the client's (<c>_MSG_TIMED_OUT</c>).</summary>
    internal static string Of(KafkaErrorCode code) => s_names.GetOrAdd(code, NativeProducer.NameOf);

    /// <summary>That of a record that was refused: its code, or the type of what was thrown.</summary>
    internal static string Of(Exception error) => error is ProduceException refusal ? Of(refusal.Code) : error.GetType().FullName!;
}
