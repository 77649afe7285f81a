using System.Security.Cryptography;

namespace KafkaGen.Testing.Broker.Security;

/// <summary>SCRAM with one of its two hash functions (RFC 5802, RFC 7677).</summary>
internal sealed class ScramMechanism
{
    public static ScramMechanism Sha256 { get; } = new("SCRAM-SHA-256", HashAlgorithmName.SHA256, 32, HMACSHA256.HashData, SHA256.HashData);

    public static ScramMechanism Sha512 { get; } = new("SCRAM-SHA-512", HashAlgorithmName.SHA512, 64, HMACSHA512.HashData, SHA512.HashData);

    public static IReadOnlyList<ScramMechanism> All { get; } = [Sha256, Sha512];

    private readonly Func<byte[], byte[], byte[]> _hmac;
    private readonly Func<byte[], byte[]> _hash;

    private ScramMechanism(string name, HashAlgorithmName algorithm, int size, Func<byte[], byte[], byte[]> hmac, Func<byte[], byte[]> hash)
    {
        (Name, Algorithm, Size) = (name, algorithm, size);
        (_hmac, _hash) = (hmac, hash);
    }

    public string Name { get; }

    public HashAlgorithmName Algorithm { get; }

    public int Size { get; }

    public byte[] Hmac(byte[] key, byte[] data) => _hmac(key, data);

    public byte[] Hash(byte[] data) => _hash(data);

    public static ScramMechanism? Named(string name) => All.FirstOrDefault(mechanism => mechanism.Name == name);
}
