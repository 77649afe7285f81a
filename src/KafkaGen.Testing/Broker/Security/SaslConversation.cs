using System.Text;

namespace KafkaGen.Testing.Broker.Security;

/// <summary>A login on one connection: the mechanism that was chosen, how far it is, and who it turned out to be.</summary>
internal sealed class SaslConversation
{
    public const string Plain = "PLAIN";
    public const string OAuthBearer = "OAUTHBEARER";

    private string? _mechanism;
    private ScramServer? _scram;
    private bool _hadFirst;

    /// <summary>The user, once logged in.</summary>
    public string? Principal { get; private set; }

    public bool IsChosen => _mechanism is not null;

    public void Choose(string mechanism, Authentication authentication, string nonce)
    {
        _mechanism = mechanism;
        _hadFirst = false;
        _scram = ScramMechanism.Named(mechanism) is { } scram ? new ScramServer(scram, authentication, nonce) : null;
    }

    /// <summary>Takes a message of the client.</summary>
    /// <returns>The answer, or why the login failed, and whether it is complete.</returns>
    public (byte[]? Answer, string? Failure, bool IsComplete) Next(byte[] message, Authentication authentication) => _mechanism switch
    {
        Plain => NextPlain(message, authentication),
        OAuthBearer => NextToken(message, authentication),
        _ => NextScram(message),
    };

    private (byte[]?, string?, bool) NextPlain(byte[] message, Authentication authentication)
    {
        string[] parts = Encoding.UTF8.GetString(message).Split('\0');
        return parts.Length == 3 && authentication.IsPassword(parts[1], parts[2])
            ? LoggedIn(parts[1], [])
            : (null, "Authentication failed: Invalid username or password", false);
    }

    private (byte[]?, string?, bool) NextToken(byte[] message, Authentication authentication)
    {
        // The client ends a login that was refused with a single 0x01.
        if (message is [1])
        {
            return (null, "Authentication failed: invalid token", false);
        }

        const string Before = "auth=Bearer ";
        string text = Encoding.UTF8.GetString(message);
        int at = text.IndexOf(Before, StringComparison.OrdinalIgnoreCase);
        int end = at < 0 ? -1 : text.IndexOf('\u0001', at);
        return end >= 0 && authentication.CheckToken(text[(at + Before.Length)..end]) is { } principal
            ? LoggedIn(principal, [])
            : ("""{"status":"invalid_token"}"""u8.ToArray(), null, false);
    }

    private (byte[]?, string?, bool) NextScram(byte[] message)
    {
        const string Failure = "Authentication failed during authentication due to invalid credentials with SASL mechanism ";
        string text = Encoding.UTF8.GetString(message);
        string? answer = _hadFirst ? _scram!.Final(text) : _scram!.First(text);
        if (answer is null)
        {
            return (null, Failure + _mechanism, false);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(answer);
        if (_hadFirst)
        {
            return LoggedIn(_scram.User!, bytes);
        }

        _hadFirst = true;
        return (bytes, null, false);
    }

    private (byte[]?, string?, bool) LoggedIn(string principal, byte[] answer)
    {
        Principal = principal;
        _mechanism = null;
        return (answer, null, true);
    }
}
