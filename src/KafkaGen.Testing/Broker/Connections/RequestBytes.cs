using KafkaGen.Protocol;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Testing.Broker.Connections;

/// <summary>Reads requests as Kafka's brokers do, which look at no byte behind a request's last field.</summary>
/// <remarks>
/// librdkafka up to 2.15 sends such bytes: its Metadata request for all topics has three too many where it is flexible. Brokers never minded, so a strict
/// reader would refuse clients that work.
/// </remarks>
internal static class RequestBytes
{
    /// <summary>The header and the body; that is <see langword="null"/> where the API or its version is unknown.</summary>
    /// <exception cref="ProtocolException">The bytes are no such request.</exception>
    public static (RequestHeader Header, Request? Body) Read(ReadOnlyMemory<byte> frame)
    {
        ProtocolReader reader = new(frame, "request header");
        RequestHeader header = RequestHeader.Read(ref reader);
        if (!header.IsKnown)
        {
            return (header, null);
        }

        Request request = header.Api!.NewRequest();
        MessageFields fields = new(frame[reader.Offset..], request.GetType().Name, header.Version, header.Api.IsFlexible(header.Version));
        fields.Structure(request);
        return (header, request);
    }
}
