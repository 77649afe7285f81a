using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>One token of the mechanism (KIP-152).</summary>
internal sealed class SaslAuthenticateRequest : Request
{
    public override Api Api => ApiCatalog.SaslAuthenticate;

    public byte[] AuthBytes { get; set; } = [];

    public override void Describe(ref MessageFields fields) => AuthBytes = fields.Bytes(AuthBytes);
}

/// <summary>The token that answers it.</summary>
/// <remarks>Version 1 says how long the session lasts before it must be renewed (KIP-368).</remarks>
internal sealed class SaslAuthenticateResponse : Response
{
    public override Api Api => ApiCatalog.SaslAuthenticate;

    public KafkaErrorCode ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public byte[] AuthBytes { get; set; } = [];

    public long SessionLifetimeMs { get; set; }

    public override void Describe(ref MessageFields fields)
    {
        ErrorCode = fields.ErrorCode(ErrorCode);
        ErrorMessage = fields.NullableString(ErrorMessage);
        AuthBytes = fields.Bytes(AuthBytes);

        if (fields.Version >= 1)
        {
            SessionLifetimeMs = fields.Int64(SessionLifetimeMs);
        }
    }
}
