using System.Globalization;
using KafkaGen.Configuration;
using KafkaGen.Native;
using KafkaGen.Sending;
using KafkaGen.Telemetry;
using Microsoft.Extensions.Logging;

namespace KafkaGen.Provisioning;

/// <summary>Compares the topics of a cluster with the contracts, and creates those that are missing.</summary>
internal sealed class TopicProvisioner(string cluster, RecordSender sender, SenderSettings settings, ILogger logger)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_slice = TimeSpan.FromSeconds(1);

    /// <exception cref="TopicProvisioningException">Topics differ, or a broker refuses to tell or to create them.</exception>
    internal async Task RunAsync(IReadOnlyList<TopicPlan> plans, bool createsMissing, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
        {
            return;
        }

        long until = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        Dictionary<string, ExistingTopic> topics = await ListAsync(until, cancellationToken).ConfigureAwait(false);
        TopicPlan[] missing = [.. plans.Where(plan => !topics.ContainsKey(plan.Name))];
        List<string> problems = [];
        if (createsMissing && missing.Length > 0)
        {
            await CreateAsync(missing, until, cancellationToken).ConfigureAwait(false);
            topics = await WaitUntilServedAsync(missing, until, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            problems.AddRange(missing.Select(plan => $"topic '{plan.Name}' is missing, or this client's user may not describe it"));
        }

        TopicPlan[] existing = [.. plans.Where(plan => topics.ContainsKey(plan.Name))];
        Dictionary<string, TopicAnswer> described = await DescribeAsync(existing, until, cancellationToken).ConfigureAwait(false);
        problems.AddRange(existing.SelectMany(plan => TopicDifferences.Of(plan, topics[plan.Name], described[plan.Name].Config, settings)));
        if (problems.Count > 0)
        {
            throw new TopicProvisioningException(cluster, KafkaErrorCode.None, problems);
        }

        KafkaGenLog.TopicsChecked(logger, plans.Count);
    }

    private static TimeSpan Left(long until) => TimeSpan.FromMilliseconds(Math.Max(until - Environment.TickCount64, s_shortest.TotalMilliseconds));

    // In short calls, because a shutdown waits for the one that runs.
    private async Task<Dictionary<string, ExistingTopic>> ListAsync(long until, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan left = Left(until);
            (NativeError? error, Dictionary<string, ExistingTopic> topics) = await AskAsync(
                (native, _) => native.Admin.ListTopics(left < s_slice ? left : s_slice), cancellationToken).ConfigureAwait(false);
            if (error is not { } failure)
            {
                return topics;
            }

            if (Environment.TickCount64 >= until)
            {
                throw Failed(in failure, "the cluster's topics cannot be listed");
            }

            // Not every failure has taken its time.
            await Task.Delay(s_poll, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CreateAsync(TopicPlan[] missing, long until, CancellationToken cancellationToken)
    {
        NewTopic[] topics = [.. missing.Select(plan => new NewTopic(plan.Name, plan.Partitions, plan.ReplicationFactor, plan.Config))];
        (NativeError? error, Dictionary<string, TopicAnswer> answers) = await AskAsync(
            (native, stopping) => native.Admin.CreateTopics(topics, Left(until), stopping), cancellationToken).ConfigureAwait(false);
        if (error is { } failure)
        {
            throw Failed(in failure, "topics cannot be created");
        }

        // Another instance of the application may have been faster.
        ThrowIfRefused(answers.Where(answer => answer.Value.Code != KafkaErrorCode.TopicAlreadyExists), "cannot be created", "CREATE");
    }

    private async Task<Dictionary<string, ExistingTopic>> WaitUntilServedAsync(TopicPlan[] created, long until, CancellationToken cancellationToken)
    {
        while (true)
        {
            Dictionary<string, ExistingTopic> topics = await ListAsync(until, cancellationToken).ConfigureAwait(false);
            TopicPlan[] unserved = [.. created.Where(plan => !topics.TryGetValue(plan.Name, out ExistingTopic topic) || !topic.IsServed)];
            if (unserved.Length == 0)
            {
                foreach (TopicPlan plan in created)
                {
                    KafkaGenLog.TopicCreated(logger, plan.Name, topics[plan.Name].Partitions, topics[plan.Name].ReplicationFactor);
                }

                return topics;
            }

            if (Environment.TickCount64 >= until)
            {
                throw new TopicProvisioningException(
                    cluster,
                    KafkaErrorCode.LocalTimedOut,
                    [.. unserved.Select(plan => $"topic '{plan.Name}' is created, but within the time for provisioning not every partition got a leader")]);
            }

            await Task.Delay(s_poll, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Dictionary<string, TopicAnswer>> DescribeAsync(TopicPlan[] existing, long until, CancellationToken cancellationToken)
    {
        if (existing.Length == 0)
        {
            return [];
        }

        string[] names = [.. existing.Select(plan => plan.Name)];
        (NativeError? error, Dictionary<string, TopicAnswer> answers) = await AskAsync(
            (native, stopping) => native.Admin.DescribeTopics(names, Left(until), stopping), cancellationToken).ConfigureAwait(false);
        if (error is { } failure)
        {
            throw Failed(in failure, "the settings of topics cannot be asked for");
        }

        ThrowIfRefused(answers, "cannot be asked for its settings", "DESCRIBE_CONFIGS");
        return answers;
    }

    private void ThrowIfRefused(IEnumerable<KeyValuePair<string, TopicAnswer>> answers, string what, string permission)
    {
        KeyValuePair<string, TopicAnswer>[] refused = [.. answers.Where(answer => answer.Value.Code != KafkaErrorCode.None)];
        if (refused.Length > 0)
        {
            throw new TopicProvisioningException(cluster, refused[0].Value.Code, [.. refused.Select(answer => Refusal(answer.Key, answer.Value))]);
        }

        string Refusal(string topic, TopicAnswer answer) => answer.Code is KafkaErrorCode.TopicAuthorizationFailed or KafkaErrorCode.ClusterAuthorizationFailed
            ? $"topic '{topic}' {what}: this client's user lacks the permission {permission} on it (kafka-acls)"
            : $"topic '{topic}' {what}: {answer.Code} ({answer.Reason.TrimEnd('.')})";
    }

    private TopicProvisioningException Failed(in NativeError error, string what)
    {
        string reason = error.Code is KafkaErrorCode.LocalUnsupportedFeature or KafkaErrorCode.UnsupportedVersion
            ? $"the brokers do not support it ({error.Reason.TrimEnd('.')})"
            : error.Reason.TrimEnd('.') + (sender.LastClientError is { } last ? $"; the client's last error: {last.TrimEnd('.')}" : "");
        return new TopicProvisioningException(cluster, error.Code, [string.Create(CultureInfo.InvariantCulture, $"{what}: {reason}")]);
    }

    // The calls block.
    private Task<T> AskAsync<T>(Func<NativeProducer, CancellationToken, T> call, CancellationToken cancellationToken) =>
        Task.Run(
            () => sender.Ask((native, stopping) =>
            {
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
                return call(native, either.Token);
            }),
            CancellationToken.None);
}
