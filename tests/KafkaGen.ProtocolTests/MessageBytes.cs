using KafkaGen.Protocol;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests;

/// <summary>Bodies of messages to bytes and back.</summary>
internal static class MessageBytes
{
    public static byte[] Write(ProtocolStructure message, Api api, short version)
    {
        using var writer = new ProtocolWriter(capacity: 16);
        MessageFrame.WriteBody(writer, message, api, version);
        return writer.ToArray();
    }

    public static ProtocolStructure Read(ReadOnlyMemory<byte> bytes, Api api, bool isRequest, short version)
    {
        ProtocolStructure message = isRequest ? api.NewRequest() : api.NewResponse();
        MessageFrame.ReadBody(bytes, message, api, version);
        return message;
    }
}
