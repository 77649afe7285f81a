using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KafkaGen.Health;

/// <summary>The health check of one client. It asks nobody: the client knows how its own records fare.</summary>
internal sealed class KafkaGenHealthCheck(KafkaGenClient client, KafkaGenHealthOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        KafkaGenHealth health = client.GetHealth(options);
        HealthStatus status = health.Status == HealthStatus.Unhealthy ? context.Registration.FailureStatus : health.Status;
        return Task.FromResult(new HealthCheckResult(status, health.Description, exception: null, DataOf(health)));
    }

    private static Dictionary<string, object> DataOf(KafkaGenHealth health)
    {
        Dictionary<string, object> data = new()
        {
            ["bufferedRecords"] = health.BufferedRecords,
            ["bufferedBytes"] = health.BufferedBytes,
            ["waitingCallers"] = health.WaitingCallers,
            ["oldestRecordAgeSeconds"] = Math.Round(health.OldestRecordAge.TotalSeconds, 1),
        };
        AddKnown("isReachable", health.IsReachable);
        AddKnown("brokers", health.Brokers);
        AddKnown("lastDelivery", health.LastDelivery);
        AddKnown("lastFailure", health.LastFailure);
        AddKnown("lastError", health.LastError);
        return data;

        void AddKnown(string name, object? value)
        {
            if (value is not null)
            {
                data.Add(name, value);
            }
        }
    }
}
