using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KafkaGen.Configuration;
using KafkaGen.Configuration.Catalog;

namespace KafkaGen.Tests.Configuration;

/// <summary>Files that options name, whatever sender reads them.</summary>
public sealed class OptionFileTests : IDisposable
{
    private const string Tls = "security.protocol=ssl";
    private const string Tokens = "security.protocol=sasl_plaintext;sasl.mechanism=OAUTHBEARER;sasl.oauthbearer.method=oidc;sasl.oauthbearer.token.endpoint.url=https://idp/";
    private const string Kerberos = "security.protocol=sasl_plaintext;sasl.mechanism=GSSAPI";
    private const string Password = "hunter2";

    // One key for all files: to find one takes longer than all the rest of a test.
    private static readonly RSA s_rsa = RSA.Create(2048);
    private static readonly ECDsa s_ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly string _folder = Directory.CreateTempSubdirectory("kafkagen-files-").FullName;

    // Each property that names a file, with what makes a client read it.
    private static readonly Dictionary<string, string> s_uses = new()
    {
        ["https.ca.location"] = Tokens,
        ["sasl.kerberos.keytab"] = Kerberos,
        ["sasl.oauthbearer.assertion.file"] = Tokens,
        ["sasl.oauthbearer.assertion.jwt.template.file"] = Tokens,
        ["sasl.oauthbearer.assertion.private.key.file"] = Tokens,
        ["ssl.ca.location"] = Tls,
        ["ssl.certificate.location"] = Tls,
        ["ssl.crl.location"] = Tls,
        ["ssl.engine.location"] = Tls,
        ["ssl.key.location"] = Tls,
        ["ssl.keystore.location"] = Tls,
    };

    public static TheoryData<string> Properties => [.. s_uses.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_property_that_names_a_file_is_looked_at()
    {
        // plugin.library.paths is searched by the system's loader, and ssl.ca.certificate.stores names no files.
        string[] others = ["plugin.library.paths"];

        Assert.Equal(s_uses.Keys.Order(StringComparer.Ordinal), ProducerProperties.All.Where(property => property.File is not null).Select(property => property.Name));
        Assert.DoesNotContain(
            ProducerProperties.All,
            property => property.File is null && !others.Contains(property.Name)
                && (property.Name.EndsWith(".location", StringComparison.Ordinal) || property.Name.EndsWith(".file", StringComparison.Ordinal) || property.Name.EndsWith("keytab", StringComparison.Ordinal) || property.Name.EndsWith(".paths", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void File_that_is_not_there_is_named_with_its_option(string property)
    {
        string path = Path.Combine(_folder, "nope.pem");

        Assert.Equal([$"'{property}' names '{path}', which does not exist."], ErrorsOf(s_uses[property], property, path));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Folder_in_the_place_of_a_file_is_told(string property) =>
        Assert.Equal(property.EndsWith("ca.location", StringComparison.Ordinal) ? [] : [$"'{property}' names '{_folder}', which is a folder; a file is expected."], ErrorsOf(s_uses[property], property, _folder));

    [Theory]
    [MemberData(nameof(Properties))]
    public void File_that_cannot_be_read_is_named_with_the_reason(string property)
    {
        // No file system has names of this length. Permissions would not do: root may read every file.
        string path = Path.Combine(_folder, new string('a', 300));

        string error = Assert.Single(ErrorsOf(s_uses[property], property, path));

        Assert.StartsWith($"'{property}' names '{path}', which cannot be read: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void File_that_nobody_reads_may_be_missing(string property) => Assert.Empty(ErrorsOf("security.protocol=plaintext", property, "/nope"));

    [Theory]
    [InlineData("ssl.ca.location", "empty", "which is empty")]
    [InlineData("ssl.ca.location", "text", "which is not PEM: it has no line '-----BEGIN CERTIFICATE-----'")]
    [InlineData("ssl.ca.location", "der", "which is not PEM but binary (DER or PKCS#12)")]
    [InlineData("ssl.ca.location", "jks", "which is a Java key store, not PEM")]
    [InlineData("ssl.ca.location", "key", "which is PEM, but has no certificate in it")]
    [InlineData("ssl.ca.location", "cut", "whose certificate is damaged")]
    [InlineData("ssl.ca.location", "garbled", "whose certificate is damaged")]
    [InlineData("ssl.ca.location", "certificate", null)]
    [InlineData("ssl.ca.location", "commented", null)]
    [InlineData("https.ca.location", "text", "which is not PEM")]
    [InlineData("https.ca.location", "certificate", null)]
    [InlineData("ssl.certificate.location", "text", "which is not PEM")]
    [InlineData("ssl.certificate.location", "pkcs12", "which is not PEM but binary")]
    [InlineData("ssl.certificate.location", "certificate", null)]
    [InlineData("ssl.key.location", "text", "which is not PEM: it has no line '-----BEGIN PRIVATE KEY-----'")]
    [InlineData("ssl.key.location", "certificate", "which is PEM, but has no private key in it")]
    [InlineData("ssl.key.location", "key", null)]
    [InlineData("ssl.key.location", "rsa", null)]
    [InlineData("ssl.key.location", "protected", "which a password protects; set it as 'ssl.key.password'")]
    [InlineData("ssl.key.location", "protected", "which the password of 'ssl.key.password' does not open", "ssl.key.password=wrong")]
    [InlineData("ssl.key.location", "protected", null, $"ssl.key.password={Password}")]
    [InlineData("ssl.key.location", "protected ec", "which the password of 'ssl.key.password' does not open", "ssl.key.password=wrong")]
    [InlineData("ssl.key.location", "protected ec", null, $"ssl.key.password={Password}")]
    [InlineData("ssl.key.location", "protected ed25519", null, $"ssl.key.password={Password}")]
    [InlineData("ssl.key.location", "protected ed25519", "which the password of 'ssl.key.password' does not open", "ssl.key.password=wrong")]
    [InlineData("ssl.key.location", "legacy", "which a password protects; set it as 'ssl.key.password'")]
    [InlineData("ssl.key.location", "legacy", null, $"ssl.key.password={Password}")]
    [InlineData("sasl.oauthbearer.assertion.private.key.file", "protected", "set it as 'sasl.oauthbearer.assertion.private.key.passphrase'")]
    [InlineData("ssl.crl.location", "certificate", "which is PEM, but has no list of revoked certificates in it")]
    [InlineData("ssl.crl.location", "crl", null)]
    [InlineData("ssl.keystore.location", "certificate", "which is not PKCS#12")]
    [InlineData("ssl.keystore.location", "text", "which is not PKCS#12")]
    [InlineData("ssl.keystore.location", "jks", "which is a Java key store; 'keytool -importkeystore")]
    [InlineData("ssl.keystore.location", "pkcs12", "which a password protects; set it as 'ssl.keystore.password'")]
    [InlineData("ssl.keystore.location", "pkcs12", "which the password of 'ssl.keystore.password' does not open", "ssl.keystore.password=wrong")]
    [InlineData("ssl.keystore.location", "pkcs12", null, $"ssl.keystore.password={Password}")]
    [InlineData("sasl.kerberos.keytab", "text", "which is no keytab")]
    [InlineData("sasl.kerberos.keytab", "keytab", null)]
    public void File_is_what_its_option_needs(string property, string content, string? expected, string more = "client.id=a")
    {
        string path = Write(content);

        string[] errors = ErrorsOf($"{s_uses[property]};{more}", property, path);

        if (expected is null)
        {
            Assert.Empty(errors);
            return;
        }

        string error = Assert.Single(errors);
        Assert.StartsWith($"'{property}' names '{path}', ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Authorities_may_be_probed_for_and_keytabs_named_as_Kerberos_does()
    {
        Assert.Empty(ErrorsOf(Tls, "ssl.ca.location", "probe"));
        Assert.Empty(ErrorsOf(Kerberos, "sasl.kerberos.keytab", "MEMORY:shop"));
        Assert.Empty(ErrorsOf(Kerberos, "sasl.kerberos.keytab", "FILE:" + Write("keytab")));
        Assert.NotEmpty(ErrorsOf(Kerberos, "sasl.kerberos.keytab", "FILE:/nope"));
    }

    [Fact]
    public void Client_is_not_made_and_every_file_is_told_at_once()
    {
        KafkaConfigurationException error = Assert.Throws<KafkaConfigurationException>(
            () => KafkaGenClient.Create($"127.0.0.1:1;{Tls};ssl.ca.location=/nope.pem;ssl.certificate.location=/no.pem;ssl.key.location=/key.pem"));

        Assert.Equal(["ssl.ca.location", "ssl.certificate.location", "ssl.key.location"], error.Errors.Select(each => each.Option));
    }

    private static string[] ErrorsOf(string properties, string property, string path)
    {
        KafkaGenOptions options = new();
        OptionsReader.Read($"127.0.0.1:1;{properties}", options);
        options.Properties[property] = path;
        OptionErrors errors = new(options);
        SenderSettings.Check(options, errors);
        return [.. errors.All.Select(error => error.Message)];
    }

    private string Write(string content)
    {
        CertificateRequest request = new("CN=shop", s_rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string pem = certificate.ExportCertificatePem();
        PbeParameters pbe = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        byte[] bytes = content switch
        {
            "empty" => [],
            "jks" => [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2],
            "keytab" => [5, 2, 0, 0],
            "der" => certificate.RawData,
            "pkcs12" => certificate.Export(X509ContentType.Pkcs12, Password),
            _ => System.Text.Encoding.ASCII.GetBytes(content switch
            {
                "certificate" => pem,
                "commented" => "The authority of the shop\nCN=shop\n" + pem + "\n" + pem,
                "cut" => pem[..(pem.Length / 2)],
                "garbled" => $"-----BEGIN CERTIFICATE-----\n{Convert.ToBase64String(RandomNumberGenerator.GetBytes(90))}\n-----END CERTIFICATE-----\n",
                "key" => s_rsa.ExportPkcs8PrivateKeyPem(),
                "rsa" => s_rsa.ExportRSAPrivateKeyPem(),
                "protected" => s_rsa.ExportEncryptedPkcs8PrivateKeyPem(Password, pbe),
                "protected ec" => s_ec.ExportEncryptedPkcs8PrivateKeyPem(Password, pbe),

                // openssl genpkey -algorithm ed25519 -aes256 -pass pass:hunter2
                "protected ed25519" => Ed25519,
                "legacy" => "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "crl" => PemEncoding.WriteString("X509 CRL", new CertificateRevocationListBuilder().Build(certificate, 1, DateTimeOffset.UtcNow.AddDays(1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
                _ => content,
            }),
        };
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private const string Ed25519 = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAj3xrcRZTV1gwICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMarVZacjALlsOhmK5cKqxAEQInP
        q34zCYoXinDZf6vEGQw90GxC92XTb/XCE3CzrwQRnSGHVEXxSyHKXvA1JtIgLB0q
        mebA5wCyVUrmJqIxeuk=
        -----END ENCRYPTED PRIVATE KEY-----
        """;
}
