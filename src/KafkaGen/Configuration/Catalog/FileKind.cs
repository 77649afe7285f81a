namespace KafkaGen.Configuration.Catalog;

/// <summary>What an option that names a file expects there.</summary>
internal enum FileKind
{
    /// <summary>A file that can be read; what it holds is nobody's business here.</summary>
    Any,

    /// <summary>Certificates of authorities in PEM, a folder of them, or <c>probe</c> for where the system keeps its own.</summary>
    Authorities,

    /// <summary>A certificate with those that signed it, in PEM.</summary>
    Certificates,

    /// <summary>A private key in PEM, which a password may protect.</summary>
    Key,

    /// <summary>Key and certificate in PKCS#12, which a password protects.</summary>
    KeyStore,

    /// <summary>A list of revoked certificates in PEM.</summary>
    RevocationList,

    /// <summary>A Kerberos keytab.</summary>
    KeyTab,
}
