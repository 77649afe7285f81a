using KafkaGen.Configuration.Catalog;

namespace KafkaGen.Configuration;

/// <summary>
/// The files that options name: whether each is there, can be read, and holds what it should. librdkafka would tell no more than an error of OpenSSL, or nothing
/// before the first connection.
/// </summary>
internal static class OptionFiles
{
    private static readonly ProducerProperty[] s_naming = [.. ProducerProperties.All.Where(property => property.File is not null)];

    /// <summary>Adds what is wrong with the files that these properties name and make use of.</summary>
    /// <param name="properties">Properties by their canonical names.</param>
    /// <param name="errors">Takes what is wrong.</param>
    internal static void Check(IReadOnlyDictionary<string, string> properties, OptionErrors errors)
    {
        foreach (ProducerProperty property in s_naming)
        {
            if (properties.TryGetValue(property.Name, out string? path) && path.Length > 0 && IsUsed(property.Name, properties))
            {
                string? password = property.FilePassword is { } option ? properties.GetValueOrDefault(option) : null;
                if (Problem(property, path, password) is { } problem)
                {
                    errors.Add(property.Name, value: null, $"names '{path}', {problem}.");
                }
            }
        }
    }

    // A development machine may have the names of files in its configuration that only production reads.
    private static bool IsUsed(string property, IReadOnlyDictionary<string, string> properties)
    {
        string protocol = properties.GetValueOrDefault("security.protocol", "plaintext");
        bool isSasl = protocol.StartsWith("sasl", StringComparison.Ordinal);
        string mechanism = isSasl ? properties.GetValueOrDefault("sasl.mechanisms", "GSSAPI") : "";
        return property.StartsWith("ssl.", StringComparison.Ordinal)
            ? protocol.EndsWith("ssl", StringComparison.Ordinal)
            : mechanism == (property.StartsWith("sasl.kerberos.", StringComparison.Ordinal) ? "GSSAPI" : "OAUTHBEARER");
    }

    private static string? Problem(ProducerProperty property, string path, string? password)
    {
        if (property.File == FileKind.Authorities && (path == "probe" || Directory.Exists(path)))
        {
            return null;
        }

        if (property.File == FileKind.KeyTab)
        {
            // Kerberos' names of keytabs may say what they are; one in memory is no file.
            (string type, string rest) = path.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon ? (path[..colon], path[(colon + 1)..]) : ("FILE", path);
            if (type is not ("FILE" or "WRFILE"))
            {
                return null;
            }

            path = rest;
        }

        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Path.IsPathFullyQualified(path) ? "which does not exist" : $"which does not exist in '{Directory.GetCurrentDirectory()}'";
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            return "which is a folder; a file is expected";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"which cannot be read: {error.Message.TrimEnd('.')}";
        }

        return property.File switch
        {
            FileKind.Authorities or FileKind.Certificates => PemFile.ProblemOfCertificates(content),
            FileKind.Key => PemFile.ProblemOfKey(content, password, property.FilePassword!),
            FileKind.RevocationList => PemFile.ProblemOfList(content),
            FileKind.KeyStore => KeyStoreFile.Problem(content, password, property.FilePassword!),
            FileKind.KeyTab => content is [5, 1 or 2, ..] ? null : "which is no keytab",
            _ => null,
        };
    }
}
