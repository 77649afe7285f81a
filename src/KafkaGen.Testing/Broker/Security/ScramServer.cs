using System.Security.Cryptography;
using System.Text;

namespace KafkaGen.Testing.Broker.Security;

/// <summary>The broker's side of a SCRAM login: two messages of the client, two answers.</summary>
internal sealed class ScramServer(ScramMechanism mechanism, Authentication authentication, string nonce)
{
    private const string NoChannelBinding = "biws";

    private string? _bareFirst;
    private string? _serverFirst;
    private string? _nonce;
    private ScramCredential? _credential;

    public string? User { get; private set; }

    /// <summary>Answers <c>client-first-message</c> with salt, iterations and a nonce.</summary>
    public string? First(string message)
    {
        if (!message.StartsWith("n,", StringComparison.Ordinal) || message.IndexOf(',', 2) is var end && end < 0)
        {
            return null;
        }

        _bareFirst = message[(end + 1)..];
        Dictionary<char, string> fields = Fields(_bareFirst);
        if (!fields.TryGetValue('n', out string? user) || !fields.TryGetValue('r', out string? clientNonce) || clientNonce.Length == 0)
        {
            return null;
        }

        User = user.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        _credential = authentication.Scram(User, mechanism);
        if (_credential is null)
        {
            return null;
        }

        _nonce = clientNonce + nonce;
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(_credential.Salt)},i={_credential.Iterations}";
        return _serverFirst;
    }

    /// <summary>Checks the proof of <c>client-final-message</c>, and answers with the server's own; <see langword="null"/> for a wrong password.</summary>
    public string? Final(string message)
    {
        Dictionary<char, string> fields = Fields(message);
        if (_credential is null
            || !fields.TryGetValue('c', out string? binding) || binding != NoChannelBinding
            || !fields.TryGetValue('r', out string? returned) || returned != _nonce
            || !fields.TryGetValue('p', out string? proofText))
        {
            return null;
        }

        byte[] proof = new byte[mechanism.Size];
        if (!Convert.TryFromBase64String(proofText, proof, out int written) || written != mechanism.Size)
        {
            return null;
        }

        string withoutProof = message[..message.LastIndexOf(",p=", StringComparison.Ordinal)];
        byte[] signed = Encoding.UTF8.GetBytes($"{_bareFirst},{_serverFirst},{withoutProof}");
        byte[] signature = mechanism.Hmac(_credential.StoredKey, signed);
        for (int at = 0; at < proof.Length; at++)
        {
            proof[at] ^= signature[at];
        }

        return CryptographicOperations.FixedTimeEquals(mechanism.Hash(proof), _credential.StoredKey)
            ? $"v={Convert.ToBase64String(mechanism.Hmac(_credential.ServerKey, signed))}"
            : null;
    }

    private static Dictionary<char, string> Fields(string message)
    {
        Dictionary<char, string> fields = [];
        foreach (string field in message.Split(','))
        {
            if (field.Length >= 2 && field[1] == '=')
            {
                fields.TryAdd(field[0], field[2..]);
            }
        }

        return fields;
    }
}
