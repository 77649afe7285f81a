namespace KafkaGen.Protocol;

/// <summary>What is known of one API: its number, its versions, and its messages.</summary>
/// <param name="key">Its number.</param>
/// <param name="minVersion">The oldest version that Kafka 4.1 still has (KIP-896); Kafka 2.1 has it too.</param>
/// <param name="maxVersion">The newest stable version of Kafka 4.1.</param>
/// <param name="flexibleFrom">The first version with compact lengths and tagged fields (KIP-482).</param>
/// <param name="newRequest">Makes an empty request.</param>
/// <param name="newResponse">Makes an empty answer.</param>
internal sealed class Api(
    ApiKey key, short minVersion, short maxVersion, short flexibleFrom, Func<Request> newRequest, Func<Response> newResponse)
{
    /// <summary>The first flexible version of an API that has none.</summary>
    public const short NeverFlexible = short.MaxValue;

    /// <summary>Its number.</summary>
    public ApiKey Key { get; } = key;

    /// <summary>Its name in Kafka.</summary>
    public string Name { get; } = key.ToString();

    /// <summary>The oldest version that Kafka 4.1 still has (KIP-896); Kafka 2.1 has it too.</summary>
    public short MinVersion { get; } = minVersion;

    /// <summary>The newest version that Kafka 4.1 offers.</summary>
    public short MaxVersion { get; } = maxVersion;

    /// <summary>
    /// The newest version that can be read and written. It is above <see cref="MaxVersion"/> where Kafka 4.1 has a version that it only offers with
    /// <c>unstable.api.versions.enable</c>.
    /// </summary>
    public short MaxUnstableVersion { get; init; } = maxVersion;

    /// <summary>Whether lengths are compact and structures end with tagged fields.</summary>
    public bool IsFlexible(short version) => version >= flexibleFrom;

    /// <summary>Whether messages of this version can be read and written.</summary>
    public bool Has(short version) => version >= MinVersion && version <= MaxUnstableVersion;

    /// <summary>2 with tagged fields, else 1. (0 had no client id, and was ControlledShutdown's alone.)</summary>
    public short RequestHeaderVersion(short version) => IsFlexible(version) ? (short)2 : (short)1;

    /// <summary>
    /// 1 with tagged fields, else 0. ApiVersions' is always 0: a client reads that answer before it knows how new the broker is (KIP-511).
    /// </summary>
    public short ResponseHeaderVersion(short version) => IsFlexible(version) && Key != ApiKey.ApiVersions ? (short)1 : (short)0;

    /// <summary>Makes an empty request.</summary>
    public Request NewRequest() => newRequest();

    /// <summary>Makes an empty answer.</summary>
    public Response NewResponse() => newResponse();

    public override string ToString() => $"{Name} v{MinVersion}-v{MaxUnstableVersion}";
}
