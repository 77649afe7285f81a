namespace KafkaGen.Configuration;

/// <summary>What a cluster may be called, and how messages speak of one.</summary>
internal static class ClusterNames
{
    private static readonly char[] s_ofConnectionStrings = [':', ',', ';', '='];

    /// <summary>A cluster as messages speak of it.</summary>
    internal static string Describe(string name) => name.Length == 0 ? "the one without a name" : $"'{name}'";

    /// <summary>Refuses what cannot be a name, above all a connection string in its place.</summary>
    /// <exception cref="ArgumentException">It is empty, or has the characters of a connection string.</exception>
    internal static void ThrowIfIllegal(string cluster)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(cluster);
        if (cluster.IndexOfAny(s_ofConnectionStrings) is >= 0 and var place)
        {
            // What follows may be a password.
            throw new ArgumentException(
                $"'{cluster[..place]}{cluster[place]}...' is no name of a cluster: it has one of the characters ':' ',' ';' '='. A connection string stands alone, or behind the name of a cluster.",
                nameof(cluster));
        }
    }
}
