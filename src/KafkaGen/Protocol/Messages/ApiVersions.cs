using System.Buffers.Binary;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Asks which versions of which APIs a broker has: the first request on every connection.</summary>
/// <remarks>Version 3 names the client (KIP-511). Version 4 lets features begin at version 0 (KAFKA-17011).</remarks>
internal sealed class ApiVersionsRequest : Request
{
    public override Api Api => ApiCatalog.ApiVersions;

    public string ClientSoftwareName { get; set; } = "";

    public string ClientSoftwareVersion { get; set; } = "";

    public override void Describe(ref MessageFields fields)
    {
        if (fields.Version >= 3)
        {
            ClientSoftwareName = fields.String(ClientSoftwareName);
            ClientSoftwareVersion = fields.String(ClientSoftwareVersion);
        }
    }
}

/// <summary>The versions that a broker has of each API, and the features of its cluster.</summary>
/// <remarks>
/// Version 1 adds the throttle time, version 3 features (KIP-584). A broker that does not know the version asked for answers in version 0 with <see
/// cref="KafkaErrorCode.UnsupportedVersion"/> (KIP-511).
/// </remarks>
internal sealed class ApiVersionsResponse : Response
{
    public override Api Api => ApiCatalog.ApiVersions;

    public KafkaErrorCode ErrorCode { get; set; }

    public List<ApiVersion> ApiKeys { get; set; } = [];

    /// <summary>How long the client should hold back, in milliseconds (KIP-219).</summary>
    public int ThrottleTimeMs { get; set; }

    public List<SupportedFeature> SupportedFeatures { get; set; } = [];

    /// <summary>The epoch of the finalized features; -1 when unknown.</summary>
    public long FinalizedFeaturesEpoch { get; set; } = -1;

    public List<FinalizedFeature> FinalizedFeatures { get; set; } = [];

    public bool ZkMigrationReady { get; set; }

    /// <summary>
    /// The answer to a request of a version that the broker does not know (KIP-511). It is written in version 0, whatever the request was, and
    /// names the versions that the broker has of ApiVersions itself.
    /// </summary>
    public static ApiVersionsResponse Unsupported { get; } = new()
    {
        ErrorCode = KafkaErrorCode.UnsupportedVersion,
        ApiKeys =
        [
            new ApiVersion
            {
                ApiKey = ApiKey.ApiVersions,
                MinVersion = ApiCatalog.ApiVersions.MinVersion,
                MaxVersion = ApiCatalog.ApiVersions.MaxVersion,
            },
        ],
    };

    /// <summary>Whether <paramref name="body"/> is the answer that says that the broker does not know the version of the request.</summary>
    public static bool IsUnsupported(ReadOnlySpan<byte> body) =>
        body.Length >= 2 && BinaryPrimitives.ReadInt16BigEndian(body) == (short)KafkaErrorCode.UnsupportedVersion;

    public override void Describe(ref MessageFields fields)
    {
        ErrorCode = fields.ErrorCode(ErrorCode);
        ApiKeys = fields.Array(ApiKeys);

        if (fields.Version >= 1)
        {
            ThrottleTimeMs = fields.Int32(ThrottleTimeMs);
        }
    }

    public override void DescribeTags(ref MessageFields fields)
    {
        if (fields.Tag(0, SupportedFeatures.Count > 0))
        {
            SupportedFeatures = fields.Array(SupportedFeatures);
        }

        if (fields.Tag(1, FinalizedFeaturesEpoch != -1))
        {
            FinalizedFeaturesEpoch = fields.Int64(FinalizedFeaturesEpoch);
        }

        if (fields.Tag(2, FinalizedFeatures.Count > 0))
        {
            FinalizedFeatures = fields.Array(FinalizedFeatures);
        }

        if (fields.Tag(3, ZkMigrationReady))
        {
            ZkMigrationReady = fields.Bool(ZkMigrationReady);
        }
    }

    internal sealed class ApiVersion : ProtocolStructure
    {
        public ApiKey ApiKey { get; set; }

        public short MinVersion { get; set; }

        public short MaxVersion { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            ApiKey = (ApiKey)fields.Int16((short)ApiKey);
            MinVersion = fields.Int16(MinVersion);
            MaxVersion = fields.Int16(MaxVersion);
        }
    }

    internal sealed class SupportedFeature : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public short MinVersion { get; set; }

        public short MaxVersion { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            MinVersion = fields.Int16(MinVersion);
            MaxVersion = fields.Int16(MaxVersion);
        }
    }

    internal sealed class FinalizedFeature : ProtocolStructure
    {
        public string Name { get; set; } = "";

        public short MaxVersionLevel { get; set; }

        public short MinVersionLevel { get; set; }

        public override void Describe(ref MessageFields fields)
        {
            Name = fields.String(Name);
            MaxVersionLevel = fields.Int16(MaxVersionLevel);
            MinVersionLevel = fields.Int16(MinVersionLevel);
        }
    }
}
