using System.Text;
using System.Text.Json;

namespace KafkaGen.Testing.Broker.Security;

/// <summary>An OAUTHBEARER token without a signature (RFC 7515, appendix A.5), as Kafka's default for development takes it.</summary>
internal static class UnsecuredToken
{
    /// <summary>The subject (<c>sub</c>) of a token, or <see langword="null"/> when it is none.</summary>
    public static string? Subject(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            string claims = parts[1].Replace('-', '+').Replace('_', '/');
            claims = claims.PadRight((claims.Length + 3) / 4 * 4, '=');
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(claims)));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("sub", out JsonElement subject)
                ? subject.GetString()
                : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
