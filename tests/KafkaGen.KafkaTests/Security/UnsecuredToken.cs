using System.Globalization;
using System.Text;

namespace KafkaGen.KafkaTests.Security;

/// <summary>JSON web tokens without a signature, which a broker in test mode accepts.</summary>
internal static class UnsecuredToken
{
    /// <param name="lifetime">How long the client takes it for good.</param>
    /// <param name="stated">What the token itself says of that; the same, when it is null.</param>
    public static OAuthBearerToken For(TimeSpan lifetime, TimeSpan? stated = null)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        DateTimeOffset until = now + (stated ?? lifetime);
        string claims = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"sub":"alice","iat":{{now.AddHours(-1).ToUnixTimeSeconds()}},"exp":{{until.ToUnixTimeSeconds()}}}""");
        return new OAuthBearerToken
        {
            Value = $"{Base64Url("""{"alg":"none"}""")}.{Base64Url(claims)}.",
            Expires = now + lifetime,
            Principal = "alice",
        };
    }

    private static string Base64Url(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
