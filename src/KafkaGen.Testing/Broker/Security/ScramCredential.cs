using System.Security.Cryptography;
using System.Text;

namespace KafkaGen.Testing.Broker.Security;

/// <summary>What a broker keeps instead of a password.</summary>
internal sealed record ScramCredential(byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey)
{
    public static ScramCredential Of(ScramMechanism mechanism, string password, byte[] salt, int iterations)
    {
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, mechanism.Algorithm, mechanism.Size);
        return new ScramCredential(
            salt,
            iterations,
            mechanism.Hash(mechanism.Hmac(salted, "Client Key"u8.ToArray())),
            mechanism.Hmac(salted, "Server Key"u8.ToArray()));
    }
}
