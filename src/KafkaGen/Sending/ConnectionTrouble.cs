using KafkaGen.Native;

namespace KafkaGen.Sending;

/// <summary>
/// The last thing that went wrong with a client as a whole, such as a refused connection, in words that tell what to mend: it explains the time-out of a record.
/// Only the delivery thread adds to it.
/// </summary>
internal sealed class ConnectionTrouble
{
    private string? _certificate;
    private string? _disconnect;

    /// <summary>What went wrong; <see langword="null"/> while nothing has.</summary>
    internal string? Last { get; private set; }

    /// <summary>A line of librdkafka's log, some of which say more than the errors that follow them.</summary>
    internal void OnLog(string facility, string text)
    {
        switch (facility)
        {
            case CertificateCheck.LogFacility when text.IndexOf(CertificateCheck.LogMark, StringComparison.Ordinal) is >= 0 and int mark:
                _certificate = text[(mark + CertificateCheck.LogMark.Length)..];
                break;
            case "FAIL":
                _disconnect = WithoutThread(text);
                break;
        }
    }

    /// <summary>An error of the client.</summary>
    internal void OnError(KafkaErrorCode code, string reason)
    {
        // "All brokers are down" follows the errors that say why, and says less.
        Last = code switch
        {
            KafkaErrorCode.LocalAllBrokersDown => Last ?? (_disconnect is null ? reason : Explain(_disconnect)),
            KafkaErrorCode.LocalSsl when _certificate is not null => $"the broker's certificate is refused: {_certificate} ({reason})",
            KafkaErrorCode.LocalAuthentication when LibrdkafkaResolver.HasScramDefect && reason.Contains("SCRAM", StringComparison.Ordinal) =>
                $"{reason}; brokers of Kafka 4 refuse every SCRAM password from librdkafka {LibrdkafkaResolver.VersionText()}, use 2.6.1 or newer",
            _ => reason,
        };

        _certificate = null;
        _disconnect = null;
    }

    // Brokers end a connection without a word when it does not begin with what their listener speaks.
    private static string Explain(string disconnect) => disconnect.Contains("APIVERSION_QUERY", StringComparison.Ordinal)
        ? $"{disconnect}: the broker ended the connection at its first request, mostly because its listener speaks TLS or SASL and security.protocol is another"
        : disconnect;

    // "[thrd:host:9092/bootstrap]: " tells which of librdkafka's threads it was.
    private static string WithoutThread(string text) =>
        text.StartsWith("[thrd:", StringComparison.Ordinal) && text.IndexOf("]: ", StringComparison.Ordinal) is > 0 and int end ? text[(end + 3)..] : text;
}
