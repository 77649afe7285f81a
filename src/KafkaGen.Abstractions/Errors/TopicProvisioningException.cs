namespace KafkaGen;

/// <summary>
/// Topics are not as the contracts want them, or could not be asked for or created: <c>KafkaGenOptions.Provisioning</c>. The message lists everything that
/// was found.
/// </summary>
public sealed class TopicProvisioningException : KafkaGenException
{
    /// <summary>Describes topics that are not as they should be.</summary>
    /// <param name="cluster">The cluster's name; empty for the one without a name.</param>
    /// <param name="code">Kafka's code, where a request failed.</param>
    /// <param name="problems">What is wrong with which topic, and what to do about it.</param>
    public TopicProvisioningException(string cluster, KafkaErrorCode code, IReadOnlyList<string> problems)
        : base(Text(cluster, problems))
    {
        Cluster = cluster;
        Code = code;
        Problems = problems;
    }

    /// <summary>The cluster's name; empty for the one without a name.</summary>
    public string Cluster { get; }

    /// <summary>
    /// Kafka's code of the first request that failed, such as <see cref="KafkaErrorCode.TopicAuthorizationFailed"/>;
    /// <see cref="KafkaErrorCode.None"/> when topics differ.
    /// </summary>
    public KafkaErrorCode Code { get; }

    /// <summary>What is wrong, one entry a finding.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Text(string cluster, IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        string where = cluster.Length == 0 ? "" : $" on the cluster '{cluster}'";
        return $"The topics{where} are not as the contracts want them:\n- {string.Join("\n- ", problems)}";
    }
}
