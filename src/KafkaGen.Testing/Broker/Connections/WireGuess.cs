namespace KafkaGen.Testing.Broker.Connections;

/// <summary>Recognises clients that speak something else than Kafka's protocol to a plain port.</summary>
internal static class WireGuess
{
    private const byte TlsHandshake = 0x16;

    private static readonly string[] s_httpMethods = ["GET ", "POST", "PUT ", "HEAD", "DELE", "OPTI", "PATC", "CONN", "PRI "];

    /// <summary>What the first bytes of a connection are, its length field included, or <see langword="null"/> when they may be Kafka's.</summary>
    public static string? ExplainStart(ReadOnlySpan<byte> first)
    {
        if (first.Length < 4)
        {
            return null;
        }

        if (first[0] == TlsHandshake && first[1] == 3)
        {
            return "the client speaks TLS, and this port does not (security.protocol should be PLAINTEXT or SASL_PLAINTEXT)";
        }

        foreach (string method in s_httpMethods)
        {
            if (first.StartsWith(System.Text.Encoding.ASCII.GetBytes(method)))
            {
                return "the client speaks HTTP; this port speaks Kafka's protocol";
            }
        }

        return null;
    }
}
