using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KafkaGen.Configuration;

/// <summary>
/// The address of a broker to connect to first: <c>host:port</c>, where an IPv6 address stands in brackets, the protocol of the listener may stand before it
/// (<c>SASL_SSL://host:port</c>), and the port may be left out.
/// </summary>
/// <param name="Host">The name or IP address, without brackets.</param>
/// <param name="Port">The port.</param>
internal readonly record struct BrokerAddress(string Host, int Port)
{
    /// <summary>The port that is meant where none is named, as by librdkafka.</summary>
    internal const int DefaultPort = 9092;

    private const string Option = nameof(KafkaGenOptions.BootstrapServers);
    private const int MaxHost = 253;
    private const int MaxLabel = 63;

    private static readonly string[] s_protocols = ["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"];

    /// <summary>Adds what is wrong with a list of addresses.</summary>
    /// <param name="servers">The addresses, separated by commas.</param>
    /// <param name="securityProtocol">What the client speaks with them.</param>
    /// <param name="errors">Takes what is wrong.</param>
    internal static void Check(string servers, string securityProtocol, OptionErrors errors)
    {
        if (string.IsNullOrWhiteSpace(servers))
        {
            errors.AddMissingBrokers(Option, "is missing: name at least one broker, such as \"localhost:9092\".");
            return;
        }

        if (servers.AsSpan().IndexOfAny(";=@") >= 0)
        {
            // Which may hold a password, and so is not shown.
            errors.Add(
                Option, servers, "has a ';', a '=' or a '@' in it: it names brokers alone. A whole connection string is what AddKafkaGen and KafkaGenClient.Create take.");
            return;
        }

        foreach (string server in servers.Split(','))
        {
            if (Problem(server, securityProtocol, out _) is { } problem)
            {
                errors.Add(Option, servers, server.Trim().Length == 0
                    ? $"has an empty entry in '{servers}': write host:port, several separated by commas."
                    : $"names '{server.Trim()}', to which nothing can connect: {problem}.");
            }
        }
    }

    /// <summary>Reads one address.</summary>
    /// <returns>Why it is none that the client could connect to; <see langword="null"/> when it is.</returns>
    internal static string? Problem(string text, string securityProtocol, out BrokerAddress address)
    {
        address = default;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            string protocol = rest[..scheme].ToString();
            if (ProblemOfProtocol(protocol, securityProtocol) is { } contradiction)
            {
                return contradiction;
            }

            rest = rest[(scheme + 3)..];
        }

        if (rest.IsEmpty)
        {
            return "it is empty. Write host:port";
        }

        ReadOnlySpan<char> port;
        if (rest[0] == '[')
        {
            int end = rest.IndexOf(']');
            if (end < 0 || !IPAddress.TryParse(rest[1..end], out IPAddress? ip) || ip.AddressFamily != AddressFamily.InterNetworkV6)
            {
                return "what stands in brackets is no IPv6 address. Write it as [::1]:9092";
            }

            address = new BrokerAddress(rest[1..end].ToString(), DefaultPort);
            port = rest[(end + 1)..];
            if (!port.IsEmpty && port[0] != ':')
            {
                return $"'{port}' follows the IPv6 address. Write it as [::1]:9092";
            }
        }
        else
        {
            int colon = rest.IndexOf(':');
            if (colon >= 0 && rest[(colon + 1)..].Contains(':'))
            {
                return IPAddress.TryParse(rest, out _) ? $"an IPv6 address stands in brackets. Write it as [{rest}]:9092" : "it has more than one ':'. Write host:port";
            }

            string host = (colon < 0 ? rest : rest[..colon]).ToString();
            if (ProblemOfHost(host) is { } problem)
            {
                return problem;
            }

            address = new BrokerAddress(host, DefaultPort);
            port = colon < 0 ? default : rest[colon..];
        }

        if (port.IsEmpty)
        {
            return null;
        }

        if (!ushort.TryParse(port[1..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0)
        {
            return port.Length == 1 ? "its port is missing. Write host:port" : $"'{port[1..]}' is no port; one is 1 to 65535";
        }

        address = address with { Port = number };
        return null;
    }

    private static string? ProblemOfProtocol(string protocol, string securityProtocol)
    {
        if (Array.Find(s_protocols, known => known.Equals(protocol, StringComparison.OrdinalIgnoreCase)) is not { } meant)
        {
            return $"'{protocol}' is no protocol of a Kafka listener. Write host:port alone";
        }

        return meant == securityProtocol
            ? null
            : $"it asks for {meant.ToUpperInvariant()}, and security.protocol is {securityProtocol}. Set security.protocol={meant}, or leave '{protocol}://' out";
    }

    private static string? ProblemOfHost(string host)
    {
        if (host.Length == 0)
        {
            return "its host is missing. Write host:port";
        }

        foreach (char character in host)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character))
            {
                return "its host has white space in it. Several addresses are separated by commas";
            }

            if (character == '/')
            {
                return "it has a path. Write host:port alone";
            }

            // Names beyond ASCII are for the resolver to judge, and Docker has names with underscores.
            if (character < 128 && !char.IsLetterOrDigit(character) && character is not ('.' or '-' or '_'))
            {
                return $"its host has a '{character}' in it";
            }
        }

        if (host.Length > MaxHost || host.TrimEnd('.').Split('.').Any(label => label.Length is 0 or > MaxLabel))
        {
            return $"its host is no name: one has labels of 1 to {MaxLabel} characters between dots, {MaxHost} in all";
        }

        bool isNumeric = host.All(character => char.IsAsciiDigit(character) || character == '.');
        return isNumeric && !IPAddress.TryParse(host, out _) ? "its host is no IPv4 address" : null;
    }
}
