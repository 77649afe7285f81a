using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.ProtocolTests;

/// <summary>Headers, and what versions do to fields.</summary>
public sealed class MessageFrameTests
{
    [Theory]
    [InlineData(0, "00000012" + "0012" + "0000" + "00000007" + "0008" + "6120636c69656e74")]
    [InlineData(3, "00000016" + "0012" + "0003" + "00000007" + "0008" + "6120636c69656e74" + "00" + "01" + "01" + "00")]
    public void Client_id_is_plain_in_every_version(short version, string hex)
    {
        // Length, API, version, correlation id, client id; from version 3 on the header's tagged fields, two texts and the body's tagged fields.
        using var writer = new ProtocolWriter();
        MessageFrame.WriteRequest(writer, new ApiVersionsRequest(), version, correlationId: 7, "a client");
        Assert.Equal(hex, Convert.ToHexStringLower(writer.ToArray()));
    }

    [Fact]
    public void Answer_to_ApiVersions_has_no_tagged_fields_in_its_header()
    {
        Assert.Equal(0, ApiCatalog.ApiVersions.ResponseHeaderVersion(3));
        Assert.Equal(1, ApiCatalog.Metadata.ResponseHeaderVersion(9));
        Assert.Equal(0, ApiCatalog.Metadata.ResponseHeaderVersion(8));
        Assert.Equal(2, ApiCatalog.ApiVersions.RequestHeaderVersion(3));
        Assert.Equal(1, ApiCatalog.SaslHandshake.RequestHeaderVersion(1));
        using var writer = new ProtocolWriter();
        MessageFrame.WriteResponse(writer, new ApiVersionsResponse(), version: 3, correlationId: 7);
        Assert.Equal("00000007" + "0000" + "01" + "00000000" + "00", Convert.ToHexStringLower(writer.ToArray().AsSpan(4)));
    }

    [Fact]
    public void Broker_that_does_not_know_the_version_answers_in_version_0()
    {
        using var writer = new ProtocolWriter();
        MessageFrame.WriteResponse(writer, ApiVersionsResponse.Unsupported, version: 0, correlationId: 7);
        var answer = (ApiVersionsResponse)MessageFrame.ReadResponse(writer.ToArray().AsMemory(4), ApiCatalog.ApiVersions, version: 4);
        Assert.Equal(KafkaErrorCode.UnsupportedVersion, answer.ErrorCode);
        ApiVersionsResponse.ApiVersion known = Assert.Single(answer.ApiKeys);
        Assert.Equal((ApiKey.ApiVersions, (short)0, (short)4), (known.ApiKey, known.MinVersion, known.MaxVersion));
    }

    [Theory]
    [InlineData(18, 77)]
    [InlineData(0, 2)]
    [InlineData(999, 0)]
    [InlineData(-1, 0)]
    public void Request_of_an_unknown_kind_has_a_header_and_no_body(short key, short version)
    {
        using var writer = new ProtocolWriter();
        writer.WriteInt16(key);
        writer.WriteInt16(version);
        writer.WriteInt32(5);
        writer.WriteInt16(-1);
        writer.WriteBytes([9, 9, 9]);
        (RequestHeader header, Request? body) = MessageFrame.ReadRequest(writer.ToArray());
        Assert.Null(body);
        Assert.False(header.IsKnown);
        Assert.Equal(new RequestHeader((ApiKey)key, version, 5, null), header);
    }

    [Fact]
    public void Tagged_fields_of_a_header_are_read_over()
    {
        using var writer = new ProtocolWriter();
        writer.WriteInt32(7);
        writer.WriteBytes([2, 0, 1, 0xAA, 5, 0]);
        MessageFrame.WriteBody(writer, new HeartbeatResponse { ErrorCode = KafkaErrorCode.FencedInstanceId }, ApiCatalog.Heartbeat, 4);
        var answer = (HeartbeatResponse)MessageFrame.ReadResponse(writer.ToArray(), ApiCatalog.Heartbeat, 4);
        Assert.Equal(KafkaErrorCode.FencedInstanceId, answer.ErrorCode);
    }

    [Fact]
    public void Field_without_which_a_message_means_something_else_is_refused()
    {
        Refused(new MetadataRequest { AllowAutoTopicCreation = false }, 3, nameof(MetadataRequest.AllowAutoTopicCreation));
        Refused(new MetadataRequest { Topics = null }, 0, nameof(MetadataRequest.Topics));
        Refused(new FindCoordinatorRequest { KeyType = 1 }, 0, nameof(FindCoordinatorRequest.KeyType));
        Refused(new FindCoordinatorRequest { CoordinatorKeys = ["a"] }, 3, nameof(FindCoordinatorRequest.CoordinatorKeys));
        Refused(new InitProducerIdRequest { ProducerId = 5 }, 2, nameof(InitProducerIdRequest.ProducerId));
        Refused(new DeleteTopicsRequest { Topics = [new() { Name = "a" }] }, 5, nameof(DeleteTopicsRequest.Topics));
        Refused(new HeartbeatRequest { GroupInstanceId = "a" }, 2, nameof(HeartbeatRequest.GroupInstanceId));
        Refused(new ProduceRequest(), 2, "version");
        Refused(new ProduceRequest(), 14, "version");

        static void Refused(Request request, short version, string field)
        {
            using var writer = new ProtocolWriter();
            MessageWriteException refusal =
                Assert.Throws<MessageWriteException>(() => MessageFrame.WriteRequest(writer, request, version, 1, null));
            Assert.Equal(field, refusal.Field);
            Assert.StartsWith(request.GetType().Name, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Field_that_only_tells_more_is_left_out()
    {
        byte[] bytes = MessageBytes.Write(new FetchRequest { RackId = "a", SessionId = 3 }, ApiCatalog.Fetch, 4);
        var read = (FetchRequest)MessageBytes.Read(bytes, ApiCatalog.Fetch, isRequest: true, 4);
        Assert.Equal(("", 0, -1), (read.RackId, read.SessionId, read.SessionEpoch));
    }

    [Fact]
    public void Unknown_tagged_fields_are_kept_in_order_around_those_that_are_known()
    {
        // In v12, tag 1 of a Fetch request is not known yet: 15 put the replica there.
        var request = new FetchRequest { ClusterId = "c", UnknownTags = [new(1, [7]), new(9, [8, 8])] };
        byte[] bytes = MessageBytes.Write(request, ApiCatalog.Fetch, 12);
        var read = (FetchRequest)MessageBytes.Read(bytes, ApiCatalog.Fetch, isRequest: true, 12);
        Assert.Equal("c", read.ClusterId);
        Assert.Equal([1u, 9u], read.UnknownTags!.Select(tag => tag.Tag));
        Assert.Equal(bytes, MessageBytes.Write(read, ApiCatalog.Fetch, 12));
    }

    [Theory]
    [InlineData("0000" + "01" + "00000000" + "02" + "0900" + "0900", "comes behind")]
    [InlineData("0000" + "01" + "00000000" + "01" + "01" + "09" + "0000000000000005" + "00", "ends at byte")]
    [InlineData("0000" + "01" + "00000000" + "01" + "01" + "07" + "00000000000000", "needs 8 bytes")]
    [InlineData("0000" + "01" + "00000000" + "7f", "are more than")]
    public void Impossible_tagged_fields_are_refused(string hex, string reason)
    {
        ProtocolException refusal = Assert.Throws<ProtocolException>(
            () => MessageBytes.Read(Convert.FromHexString(hex), ApiCatalog.ApiVersions, isRequest: false, 3));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("ApiVersionsResponse v3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_names_message_version_field_and_place()
    {
        byte[] bytes = MessageBytes.Write(new HeartbeatRequest { GroupId = "group", MemberId = "member" }, ApiCatalog.Heartbeat, 2);
        ProtocolException refusal = Assert.Throws<ProtocolException>(
            () => MessageBytes.Read(bytes.AsMemory(0, 9), ApiCatalog.Heartbeat, isRequest: true, 2));
        Assert.Equal("HeartbeatRequest v2, GenerationId at byte 7: needs 4 bytes, 2 are left.", refusal.Message);
        Assert.Equal((nameof(HeartbeatRequest.GenerationId), 7), (refusal.Field, refusal.Offset));
    }
}
