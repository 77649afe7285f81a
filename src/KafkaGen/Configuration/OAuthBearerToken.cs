namespace KafkaGen;

/// <summary>A token that the brokers accept by SASL OAUTHBEARER (KIP-255); see <see cref="KafkaGenOptions.OAuthBearerTokenProvider"/>.</summary>
public sealed class OAuthBearerToken
{
    /// <summary>The token in the JWS compact form, as the authorization server issued it.</summary>
    public required string Value { get; init; }

    /// <summary>When it expires. The next one is asked for after 80 % of the time until then.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The principal that the token names, such as its <c>sub</c> claim. Default: empty.</summary>
    public string Principal { get; init; } = "";

    /// <summary>SASL extensions (RFC 7628), by name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; init; } = new Dictionary<string, string>();
}
