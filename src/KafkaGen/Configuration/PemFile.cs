using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KafkaGen.Configuration;

/// <summary>What is wrong with a file that should be PEM.</summary>
internal static class PemFile
{
    // Of OpenSSL, which reads them as well.
    private static readonly string[] s_certificates = ["CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"];
    private static readonly string[] s_keys = ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"];
    private static readonly string[] s_lists = ["X509 CRL"];

    internal static string? ProblemOfCertificates(byte[] content)
    {
        string text = Encoding.Latin1.GetString(content);
        if (Find(text, s_certificates) is not { } found)
        {
            return Missing(content, text, "certificate", "CERTIFICATE");
        }

        if (found.Label != "CERTIFICATE")
        {
            return null;
        }

        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPem(text);
            foreach (X509Certificate2 certificate in certificates)
            {
                certificate.Dispose();
            }

            return null;
        }
        catch (CryptographicException error)
        {
            return $"whose certificate is damaged: {error.Message.TrimEnd('.')}";
        }
    }

    internal static string? ProblemOfList(byte[] content)
    {
        string text = Encoding.Latin1.GetString(content);
        return Find(text, s_lists) is null ? Missing(content, text, "list of revoked certificates", "X509 CRL") : null;
    }

    internal static string? ProblemOfKey(byte[] content, string? password, string passwordOption)
    {
        string text = Encoding.Latin1.GetString(content);
        if (Find(text, s_keys) is not { } found)
        {
            // OpenSSL's own protection stands in headers inside of the PEM, which .NET does not take for PEM.
            bool isProtected = text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);
            return isProtected ? (string.IsNullOrEmpty(password) ? NeedsPassword(passwordOption) : null) : Missing(content, text, "private key", "PRIVATE KEY");
        }

        if (found.Label != "ENCRYPTED PRIVATE KEY")
        {
            return null;
        }

        return string.IsNullOrEmpty(password) ? NeedsPassword(passwordOption) : IsOpenedBy(text[found.Place], password) ? null : $"which the password of '{passwordOption}' does not open";
    }

    private static string NeedsPassword(string option) => $"which a password protects; set it as '{option}'";

    private static (string Label, Range Place)? Find(string text, string[] labels)
    {
        for (int from = 0; PemEncoding.TryFind(text.AsSpan(from), out PemFields fields);)
        {
            string label = text.AsSpan(from)[fields.Label].ToString();
            (int start, int length) = fields.Location.GetOffsetAndLength(text.Length - from);
            if (labels.Contains(label))
            {
                return (label, (from + start)..(from + start + length));
            }

            from += start + length;
        }

        return null;
    }

    private static string Missing(byte[] content, string text, string what, string label)
    {
        if (text.Contains($"-----BEGIN {label}-----", StringComparison.Ordinal))
        {
            return $"whose {what} is damaged: it is no complete PEM";
        }

        if (text.Contains("-----BEGIN ", StringComparison.Ordinal))
        {
            return $"which is PEM, but has no {what} in it";
        }

        return content switch
        {
            [] => "which is empty",
            [0xFE, 0xED, 0xFE, 0xED, ..] => "which is a Java key store, not PEM; 'keytool -importkeystore -deststoretype pkcs12' and openssl convert one",
            [0x30, >= 0x80, ..] => "which is not PEM but binary (DER or PKCS#12); openssl converts it",
            _ => $"which is not PEM: it has no line '-----BEGIN {label}-----'",
        };
    }

    // .NET wants to know the kind of the key beforehand.
    private static bool IsOpenedBy(string pem, string password)
    {
        using RSA rsa = RSA.Create();
        using ECDsa ec = ECDsa.Create();
        return TryImport(rsa, pem, password) || TryImport(ec, pem, password);
    }

    private static bool TryImport(AsymmetricAlgorithm key, string pem, string password)
    {
        try
        {
            key.ImportFromEncryptedPem(pem, password);
            return true;
        }
        catch (CryptographicException error)
        {
            // It was opened, and the key is of a kind that .NET does not have, such as Ed25519.
            return error.InnerException?.Message == OfAnotherKind();
        }
    }

    // What .NET says of a key that is none of the expected kind; it has no code for that.
    private static string OfAnotherKind()
    {
        using RSA rsa = RSA.Create();
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            rsa.ImportPkcs8PrivateKey(ec.ExportPkcs8PrivateKey(), out _);
            return "";
        }
        catch (CryptographicException error)
        {
            return error.Message;
        }
    }
}
