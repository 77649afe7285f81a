using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Messages;

/// <summary>Chooses a SASL mechanism (KIP-43).</summary>
/// <remarks>
/// After version 1 the tokens go in SaslAuthenticate requests, after version 0 they go bare (KIP-152). It will never be flexible (KAFKA-9577).
/// </remarks>
internal sealed class SaslHandshakeRequest : Request
{
    public override Api Api => ApiCatalog.SaslHandshake;

    public string Mechanism { get; set; } = "";

    public override void Describe(ref MessageFields fields) => Mechanism = fields.String(Mechanism);
}

/// <summary>Whether the mechanism is enabled, and which ones are.</summary>
internal sealed class SaslHandshakeResponse : Response
{
    public override Api Api => ApiCatalog.SaslHandshake;

    public KafkaErrorCode ErrorCode { get; set; }

    public string[] Mechanisms { get; set; } = [];

    public override void Describe(ref MessageFields fields)
    {
        ErrorCode = fields.ErrorCode(ErrorCode);
        Mechanisms = fields.StringArray(Mechanisms);
    }
}
