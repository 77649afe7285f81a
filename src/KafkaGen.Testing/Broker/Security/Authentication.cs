namespace KafkaGen.Testing.Broker.Security;

/// <summary>Who may log in, and how. Without any mechanism clients are anonymous.</summary>
internal sealed class Authentication
{
    private readonly Dictionary<string, string> _passwords = [];
    private readonly Dictionary<(string User, ScramMechanism Mechanism), ScramCredential> _scram = [];

    /// <summary>The mechanisms that are offered, by their names in Kafka.</summary>
    public List<string> Mechanisms { get; } = [];

    public bool IsRequired => Mechanisms.Count > 0;

    /// <summary>How long a login is valid; zero is for ever (<c>connections.max.reauth.ms</c>).</summary>
    public TimeSpan SessionLifetime { get; set; }

    /// <summary>Answers the principal of an OAUTHBEARER token, or <see langword="null"/> to refuse it. The default reads the subject of an unsecured token.</summary>
    public Func<string, string?> CheckToken { get; set; } = UnsecuredToken.Subject;

    public void AddUser(string user, string password, byte[] salt, int iterations)
    {
        _passwords[user] = password;
        foreach (ScramMechanism mechanism in ScramMechanism.All)
        {
            _scram[(user, mechanism)] = ScramCredential.Of(mechanism, password, salt, iterations);
        }
    }

    public bool IsPassword(string user, string password) =>
        _passwords.TryGetValue(user, out string? known)
        && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(known), System.Text.Encoding.UTF8.GetBytes(password));

    public ScramCredential? Scram(string user, ScramMechanism mechanism) => _scram.GetValueOrDefault((user, mechanism));
}
