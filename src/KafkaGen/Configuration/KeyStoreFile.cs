using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KafkaGen.Configuration;

/// <summary>What is wrong with a file that should be PKCS#12.</summary>
internal static class KeyStoreFile
{
    // ERROR_INVALID_PASSWORD, which .NET uses on every system.
    private const int WrongPassword = unchecked((int)0x80070056);

    internal static string? Problem(byte[] content, string? password, string passwordOption)
    {
        if (content is [0xFE, 0xED, 0xFE, 0xED, ..])
        {
            return "which is a Java key store; 'keytool -importkeystore -deststoretype pkcs12' converts one";
        }

        try
        {
            X509Certificate2Collection certificates = Load(content, password);
            bool hasKey = false;
            foreach (X509Certificate2 certificate in certificates)
            {
                hasKey |= certificate.HasPrivateKey;
                certificate.Dispose();
            }

            return hasKey ? null : "which has no private key in it";
        }
        catch (CryptographicException error) when (error.HResult == WrongPassword)
        {
            return string.IsNullOrEmpty(password) ? $"which a password protects; set it as '{passwordOption}'" : $"which the password of '{passwordOption}' does not open";
        }
        catch (CryptographicException)
        {
            return "which is not PKCS#12";
        }
    }

    private static X509Certificate2Collection Load(byte[] content, string? password)
    {
        // Keys in memory alone, which macOS does not have.
        X509KeyStorageFlags keys = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
#if NET9_0_OR_GREATER
        return X509CertificateLoader.LoadPkcs12Collection(content, password, keys);
#else
        X509Certificate2Collection certificates = [];
        certificates.Import(content, password, keys);
        return certificates;
#endif
    }
}
