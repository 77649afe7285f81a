using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KafkaGen.KafkaTests.Security;

/// <summary>A certificate authority of the test's own, whose certificates are PEM files in a folder.</summary>
internal sealed class Authority : IDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2 _certificate;

    public Authority(string folder, string name)
    {
        _folder = folder;
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(2));
        File = Write($"{name}.pem", _certificate.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate, which those who trust it are given.</summary>
    public string File { get; }

    /// <summary>Issues a certificate for a host name, or for a client that is called so.</summary>
    public Identity Issue(string name, bool isExpired = false)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset from = DateTimeOffset.UtcNow.AddYears(-1);
        DateTimeOffset until = isExpired ? DateTimeOffset.UtcNow.AddDays(-1) : DateTimeOffset.UtcNow.AddYears(1);
        using X509Certificate2 certificate = request.Create(_certificate, from, until, Guid.NewGuid().ToByteArray());
        string file = $"{name}{(isExpired ? "-expired" : "")}";
        string keyText = key.ExportPkcs8PrivateKeyPem();
        string chain = $"{certificate.ExportCertificatePem()}\n{_certificate.ExportCertificatePem()}\n";
        return new Identity(Write($"{file}.key.pem", keyText), Write($"{file}.pem", chain), Write($"{file}.both.pem", $"{keyText}\n{chain}"));
    }

    public void Dispose() => _certificate.Dispose();

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(file, text);
        return file;
    }
}

/// <summary>A private key and its certificates.</summary>
/// <param name="Key">The private key, PKCS#8.</param>
/// <param name="Certificates">Its certificate and those above it.</param>
/// <param name="Store">Both, as Kafka's PEM key stores have them.</param>
internal sealed record Identity(string Key, string Certificates, string Store);
