using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol;

/// <summary>
/// Whole messages as they go over a connection: four bytes of length, a header, a body. Reading begins behind the length, which whoever reads the
/// connection has read and held against its limit.
/// </summary>
internal static class MessageFrame
{
    /// <summary>How many bytes the length before a frame has.</summary>
    public const int LengthSize = 4;

    /// <summary>Writes a request with its length and header.</summary>
    /// <exception cref="MessageWriteException">The version cannot carry the request.</exception>
    public static void WriteRequest(ProtocolWriter writer, Request request, short version, int correlationId, string? clientId)
    {
        ProtocolWriter.FrameMark frame = writer.BeginFrame();
        new RequestHeader(request.Api.Key, version, correlationId, clientId).WriteTo(writer);
        WriteBody(writer, request, request.Api, version);
        writer.EndFrame(frame);
    }

    /// <summary>
    /// Reads a request. The body is null when this code does not know the API or its version (<see cref="RequestHeader.IsKnown"/>): a broker answers
    /// ApiVersions with <see cref="ApiVersionsResponse.Unsupported"/>, and closes the connection on everything else.
    /// </summary>
    /// <exception cref="ProtocolException">The bytes are no such request.</exception>
    public static (RequestHeader Header, Request? Body) ReadRequest(ReadOnlyMemory<byte> frame)
    {
        var reader = new ProtocolReader(frame, "request header");
        RequestHeader header = RequestHeader.Read(ref reader);
        if (!header.IsKnown)
        {
            return (header, null);
        }

        Request request = header.Api!.NewRequest();
        ReadBody(frame[reader.Offset..], request, header.Api, header.Version);
        return (header, request);
    }

    /// <summary>Writes an answer with its length and header, in the version of the request that it answers.</summary>
    /// <exception cref="MessageWriteException">The version cannot carry the answer.</exception>
    public static void WriteResponse(ProtocolWriter writer, Response response, short version, int correlationId)
    {
        ProtocolWriter.FrameMark frame = writer.BeginFrame();
        writer.WriteInt32(correlationId);
        if (response.Api.ResponseHeaderVersion(version) >= 1)
        {
            writer.WriteUnsignedVarint(0);
        }

        WriteBody(writer, response, response.Api, version);
        writer.EndFrame(frame);
    }

    /// <summary>The correlation id of an answer, by which the request that it answers is found, and with it how to read the rest.</summary>
    /// <exception cref="ProtocolException">The frame is too short to have one.</exception>
    public static int ReadCorrelationId(ReadOnlyMemory<byte> frame) =>
        new ProtocolReader(frame, "response header").ReadInt32("CorrelationId");

    /// <summary>Reads an answer to a request of <paramref name="version"/>.</summary>
    /// <exception cref="ProtocolException">The bytes are no such answer.</exception>
    public static Response ReadResponse(ReadOnlyMemory<byte> frame, Api api, short version)
    {
        var reader = new ProtocolReader(frame, "response header");
        reader.ReadInt32("CorrelationId");
        if (api.ResponseHeaderVersion(version) >= 1)
        {
            HeaderTags.Skip(ref reader);
        }

        Response response = api.NewResponse();
        ReadOnlyMemory<byte> body = frame[reader.Offset..];

        // KIP-511: a broker that does not know the version of an ApiVersions request answers in version 0, whose first field says so.
        short answered = api.Key == ApiKey.ApiVersions && version > 0 && ApiVersionsResponse.IsUnsupported(body.Span) ? (short)0 : version;
        ReadBody(body, response, api, answered);
        return response;
    }

    /// <summary>Writes the body of a message.</summary>
    /// <exception cref="MessageWriteException">The version cannot carry the message.</exception>
    public static void WriteBody(ProtocolWriter writer, ProtocolStructure message, Api api, short version)
    {
        if (!api.Has(version))
        {
            throw new MessageWriteException(message.GetType().Name, "version", $"{version} is unknown ({api})");
        }

        var fields = new MessageFields(writer, message.GetType().Name, version, api.IsFlexible(version));
        fields.Structure(message);
    }

    /// <summary>Reads the body of a message, to its end.</summary>
    /// <exception cref="ProtocolException">The bytes are no such message.</exception>
    public static void ReadBody(ReadOnlyMemory<byte> body, ProtocolStructure message, Api api, short version)
    {
        var fields = new MessageFields(body, message.GetType().Name, version, api.IsFlexible(version));
        fields.Structure(message);
        fields.ExpectEnd();
    }
}
