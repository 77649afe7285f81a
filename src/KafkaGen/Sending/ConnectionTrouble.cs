using System.Globalization;
using KafkaGen.Native;

namespace KafkaGen.Sending;

/// <summary>
/// The last thing that went wrong with a client as a whole, such as a refused connection, in words that tell what to mend: it explains the time-out of a record.
/// Only the delivery thread adds to it.
/// </summary>
internal sealed class ConnectionTrouble
{
    // librdkafka says the same again at each attempt to connect, of which the longest pause is reconnect.backoff.max.ms (10 s), or, where it has said it just
    // before, after 30 s. What was not said for this long although brokers answer is over.
    private const long OverAfterMilliseconds = 40_000;
    private const long RecentMilliseconds = 2_000;

    // librdkafka 2.16 lets a connection go that it has replaced. Nothing has gone wrong, and it would hide what has.
    private const string LetGo = "_DESTROY_BROKER";

    // Of the newest line. librdkafka hands lines over ahead of errors, also of earlier ones and of other connections, so that no error uses a line up.
    private string? _certificate;
    private string? _disconnect;
    private volatile Trouble? _last;
    private long _lastContact = long.MinValue;

    /// <summary>What went wrong, with its age unless it is recent; <see langword="null"/> when nothing has, or when it is over.</summary>
    internal string? Last(long now)
    {
        if (_last is not { } last)
        {
            return null;
        }

        long age = now - last.At;
        if (!last.IsLasting && age > OverAfterMilliseconds && Volatile.Read(ref _lastContact) > last.At)
        {
            return null;
        }

        return last.IsLasting || age < RecentMilliseconds
            ? last.Reason
            : string.Create(CultureInfo.InvariantCulture, $"{last.Reason.TrimEnd('.')} ({age / 1000} s ago)");
    }

    /// <summary>A broker has answered.</summary>
    internal void OnContact(long now) => Volatile.Write(ref _lastContact, now);

    /// <summary>A broker has stored records, of a replaced cluster those of the new one.</summary>
    internal void OnDelivered(long now)
    {
        OnContact(now);
        if (_last is { IsLasting: true })
        {
            _last = null;
        }
    }

    /// <summary>Another cluster stands behind the same addresses: what went wrong before was the end of the old one.</summary>
    internal void OnClusterReplaced(string before, string now) => _last = new Trouble(
        $"the cluster behind these addresses was replaced by another one: its id was '{before}' and is '{now}'", At: 0, IsLasting: true);

    /// <summary>That the cluster was replaced, until the new one has stored records.</summary>
    internal string? Replaced => _last is { IsLasting: true } last ? last.Reason : null;

    /// <summary>A line of librdkafka's log, some of which say more than the errors that follow them.</summary>
    internal void OnLog(string facility, string text)
    {
        switch (facility)
        {
            case CertificateCheck.LogFacility when text.IndexOf(CertificateCheck.LogMark, StringComparison.Ordinal) is >= 0 and int mark:
                _certificate = text[(mark + CertificateCheck.LogMark.Length)..];
                break;
            case "FAIL" when !text.Contains(LetGo, StringComparison.Ordinal):
                _disconnect = WithoutThread(text);
                break;
        }
    }

    /// <summary>An error of the client.</summary>
    internal void OnError(KafkaErrorCode code, string reason, long now)
    {
        if (reason.Contains(LetGo, StringComparison.Ordinal))
        {
            return;
        }

        // "All brokers are down" follows the errors that say why, and says less.
        string text = code switch
        {
            KafkaErrorCode.LocalAllBrokersDown => _last?.Reason ?? (_disconnect is null ? reason : Explain(_disconnect)),

            // Under LocalSsl, or, when the connection breaks off before that is told, under another code.
            _ when _certificate is not null && reason.Contains("certificate verify failed", StringComparison.Ordinal) => $"the broker's certificate is refused: {_certificate} ({reason})",
            KafkaErrorCode.LocalAuthentication when LibrdkafkaResolver.HasScramDefect && reason.Contains("SCRAM", StringComparison.Ordinal) =>
                $"{reason}; brokers of Kafka 4 refuse every SCRAM password from librdkafka {LibrdkafkaResolver.VersionText()}, use 2.6.1 or newer",
            _ => reason,
        };

        // A cluster that was replaced explains what fails afterwards.
        if (_last is not { IsLasting: true })
        {
            _last = new Trouble(text, now, IsLasting: false);
        }
    }

    // Brokers end a connection without a word when it does not begin with what their listener speaks.
    private static string Explain(string disconnect) => disconnect.Contains("APIVERSION_QUERY", StringComparison.Ordinal)
        ? $"{disconnect}: the broker ended the connection at its first request, mostly because its listener speaks TLS or SASL and security.protocol is another"
        : disconnect;

    // "[thrd:host:9092/bootstrap]: " tells which of librdkafka's threads it was.
    private static string WithoutThread(string text) =>
        text.StartsWith("[thrd:", StringComparison.Ordinal) && text.IndexOf("]: ", StringComparison.Ordinal) is > 0 and int end ? text[(end + 3)..] : text;

    private sealed record Trouble(string Reason, long At, bool IsLasting);
}
