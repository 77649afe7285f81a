using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaGen.Health;

/// <summary>What makes a client degraded or unhealthy: the worst that holds for one of its senders.</summary>
internal static class HealthRules
{
    internal static KafkaGenHealth Judge(IReadOnlyList<SenderHealth> senders, KafkaGenHealthOptions options)
    {
        List<(HealthStatus Status, string Reason)> problems = [.. senders.SelectMany(sender => ProblemsOf(sender, options))];
        HealthStatus status = problems.Count == 0 ? HealthStatus.Healthy : problems.Min(problem => problem.Status);
        SenderHealth main = senders[0];
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new KafkaGenHealth
        {
            Status = status,
            Description = problems.Count > 0
                ? string.Join(" ", problems.OrderBy(problem => problem.Status).Select(problem => problem.Reason).Distinct())
                : main.Contact.IsReachable is null ? "Nothing was sent yet, and WarmUp is off: the client connects for its first record." : "Records are delivered.",
            IsReachable = main.Contact.IsReachable,
            Brokers = main.Contact.Brokers,
            OldestRecordAge = senders.Max(sender => sender.OldestRecord),
            LastDelivery = now - senders.Min(sender => sender.SinceDelivery),
            LastFailure = now - senders.Min(sender => sender.SinceFailure),
            LastError = main.LastClientError ?? senders.Select(sender => sender.LastClientError).FirstOrDefault(error => error is not null),
            BufferedRecords = senders.Sum(sender => sender.BufferedRecords),
            BufferedBytes = senders.Sum(sender => sender.BufferedBytes),
            WaitingCallers = senders.Sum(sender => sender.WaitingCallers),
        };
    }

    private static IEnumerable<(HealthStatus Status, string Reason)> ProblemsOf(SenderHealth sender, KafkaGenHealthOptions options)
    {
        string who = sender.TransactionalId is { } id ? $"Transactions of '{id}': " : "";
        if (sender.FatalError is { } fatal)
        {
            yield return (HealthStatus.Unhealthy, $"{who}The client has failed for good and sends nothing any more: {fatal}. Restart the application.");
        }

        if (sender.IsBeingReplaced)
        {
            yield return (HealthStatus.Degraded, $"{who}The client had failed for good, and a new producer is about to take over.");
        }

        ClusterContact contact = sender.Contact;
        if (contact.IsReachable == false && !(sender.SinceDelivery < sender.InContactState))
        {
            yield return (
                sender.InContactState >= options.UnreachableAfter ? HealthStatus.Unhealthy : HealthStatus.Degraded,
                Text($"{who}No broker {(contact.IsDown ? "answers" : "has answered yet")}, for {sender.InContactState.TotalSeconds:F0} s{Because(sender.LastClientError)}."));
        }

        if (contact.MissingBrokers > 0)
        {
            yield return (HealthStatus.Degraded, Text($"{who}{contact.MissingBrokers} of {contact.Brokers + contact.MissingBrokers} brokers are missing."));
        }

        if (sender.OldestRecord >= options.DegradedRecordAge)
        {
            yield return (
                sender.OldestRecord >= options.UnhealthyRecordAge ? HealthStatus.Unhealthy : HealthStatus.Degraded,
                Text($"{who}The oldest of {sender.BufferedRecords} unanswered records is {sender.OldestRecord.TotalSeconds:F0} s old."));
        }

        if (sender.SinceFailure is { } sinceFailure && sinceFailure < options.FailureMemory && !sender.HasDeliveredSinceFailure)
        {
            yield return (HealthStatus.Degraded, Text($"{who}The last record failed {sinceFailure.TotalSeconds:F0} s ago: {sender.LastFailure}"));
        }

        if (sender.TokenProblem is { } problem)
        {
            yield return (HealthStatus.Degraded, $"{who}There is no OAuth token for new connections: {problem}.");
        }
    }

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
