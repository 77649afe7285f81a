using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests;

/// <summary>Every message, in every version, comes back from its bytes as it was.</summary>
[Trait("Draws", "Random")]
public sealed class RoundTripTests
{
    private const int Values = 60;

    [Theory]
    [MemberData(nameof(MessageVersions.All), MemberType = typeof(MessageVersions))]
    public void Message_comes_back_as_it_was(string name, bool isRequest, short version)
    {
        Api api = MessageVersions.Api(name);
        MessageGen.Of(api, isRequest, version).Check(
            count: Values,
            message =>
            {
                byte[] bytes = MessageBytes.Write(message, api, version);
                ProtocolStructure read = MessageBytes.Read(bytes, api, isRequest, version);
                Assert.Equal(MessageText.Of(message), MessageText.Of(read));
                Assert.Equal(bytes, MessageBytes.Write(read, api, version));
            },
            print: MessageText.Of);
    }

    [Theory]
    [MemberData(nameof(MessageVersions.All), MemberType = typeof(MessageVersions))]
    public void Frame_comes_back_with_its_header(string name, bool isRequest, short version)
    {
        Api api = MessageVersions.Api(name);
        MessageGen.Of(api, isRequest, version).Check(
            count: 5,
            message =>
            {
                using var writer = new ProtocolWriter();
                if (isRequest)
                {
                    MessageFrame.WriteRequest(writer, (Request)message, version, correlationId: 77, "a client");
                }
                else
                {
                    MessageFrame.WriteResponse(writer, (Response)message, version, correlationId: 77);
                }

                byte[] frame = writer.ToArray();
                Assert.Equal(frame.Length - MessageFrame.LengthSize, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(frame));
                ReadOnlyMemory<byte> behindLength = frame.AsMemory(MessageFrame.LengthSize);
                if (isRequest)
                {
                    (RequestHeader header, Request? body) = MessageFrame.ReadRequest(behindLength);
                    Assert.Equal(new RequestHeader(api.Key, version, 77, "a client"), header);
                    Assert.Equal(MessageText.Of(message), MessageText.Of(body));
                }
                else if (message is not ApiVersionsResponse { ErrorCode: KafkaErrorCode.UnsupportedVersion })
                {
                    Assert.Equal(77, MessageFrame.ReadCorrelationId(behindLength));
                    Assert.Equal(MessageText.Of(message), MessageText.Of(MessageFrame.ReadResponse(behindLength, api, version)));
                }
            },
            print: MessageText.Of);
    }

    [Fact]
    public void Every_field_is_carried_by_some_version()
    {
        Type[] structures = [.. typeof(ApiCatalog).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ProtocolStructure)) && !type.IsAbstract)];
        List<string> never = [];
        foreach (Type structure in structures)
        {
            HashSet<string> carried = [];
            for (short version = 0; version <= ApiCatalog.All.Max(api => api.MaxUnstableVersion); version++)
            {
                carried.UnionWith(FieldsOfVersion.Of(structure, version, isFlexible: false).Carried.Select(field => field.Property.Name));
                carried.UnionWith(FieldsOfVersion.Of(structure, version, isFlexible: true).Carried.Select(field => field.Property.Name));
            }

            never.AddRange(structure.GetProperties()
                .Where(property => property.CanWrite && property.Name != nameof(ProtocolStructure.UnknownTags) && !carried.Contains(property.Name))
                .Select(property => $"{structure.FullName}.{property.Name}"));
        }

        Assert.True(structures.Length > 100, $"{structures.Length} structures");
        Assert.Empty(never);
    }
}
