using KafkaGen.Protocol;
using KafkaGen.Protocol.Messages;

namespace KafkaGen.Testing.Broker.Requests;

/// <summary>Which versions of each API the brokers have: those of Kafka 4.1, or what an older or smaller broker has.</summary>
internal sealed class ApiLimits
{
    private readonly Dictionary<ApiKey, (short Min, short Max)> _limits = [];

    /// <summary>Sets the newest version of an API; below the oldest it does not exist at all.</summary>
    public void Cap(ApiKey key, short max)
    {
        Api api = ApiCatalog.Find(key) ?? throw new ArgumentException($"There is no API {key}.", nameof(key));
        _limits[key] = (api.MinVersion, Math.Min(max, api.MaxVersion));
    }

    public bool Allows(ApiKey key, short version)
    {
        (short min, short max) = Of(key);
        return version >= min && version <= max;
    }

    public ApiVersionsResponse Unsupported()
    {
        (short min, short max) = Of(ApiKey.ApiVersions);
        return new ApiVersionsResponse
        {
            ErrorCode = KafkaErrorCode.UnsupportedVersion,
            ApiKeys = [new ApiVersionsResponse.ApiVersion { ApiKey = ApiKey.ApiVersions, MinVersion = min, MaxVersion = max }],
        };
    }

    public ApiVersionsResponse Answer(ClusterSettings settings)
    {
        ApiVersionsResponse answer = new()
        {
            SupportedFeatures =
            [
                new ApiVersionsResponse.SupportedFeature { Name = "transaction.version", MinVersion = 0, MaxVersion = 2 },
            ],
            FinalizedFeaturesEpoch = 1,
        };

        // A feature that stands at 0 is not finalized, and not named.
        if (settings.TransactionVersion > 0)
        {
            answer.FinalizedFeatures.Add(new ApiVersionsResponse.FinalizedFeature
            {
                Name = "transaction.version",
                MinVersionLevel = settings.TransactionVersion,
                MaxVersionLevel = settings.TransactionVersion,
            });
        }

        foreach (Api api in ApiCatalog.All)
        {
            (short min, short max) = Of(api.Key);
            if (max >= min)
            {
                // Kafka 4 lists versions of Produce that it no longer has: librdkafka takes their lack for a broker without idempotence (KAFKA-18659).
                answer.ApiKeys.Add(new ApiVersionsResponse.ApiVersion
                {
                    ApiKey = api.Key,
                    MinVersion = api.Key == ApiKey.Produce ? (short)0 : min,
                    MaxVersion = max,
                });
            }
        }

        return answer;
    }

    private (short Min, short Max) Of(ApiKey key) =>
        _limits.TryGetValue(key, out (short Min, short Max) limit)
            ? limit
            : ApiCatalog.Find(key) is { } api ? (api.MinVersion, api.MaxVersion) : ((short)0, (short)-1);
}
