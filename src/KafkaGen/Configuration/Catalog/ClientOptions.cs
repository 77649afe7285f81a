using KafkaGen.Sending;

namespace KafkaGen.Configuration.Catalog;

/// <summary>The options of a client that are properties of <see cref="KafkaGenOptions"/>.</summary>
internal static class ClientOptions
{
    private const long MinBufferMemory = 64 * 1024;
    private const string ToTwentyFourDays = "0 to 24.8 days";
    private const string FromOneMillisecond = "1 ms to 24.8 days";

    private static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);

    /// <summary>All of them, in the sequence of the documentation.</summary>
    internal static readonly Option<KafkaGenOptions>[] All =
    [
        new Option<KafkaGenOptions, string>(
            nameof(KafkaGenOptions.BootstrapServers), new AnyText("`host:port,...`"), Text(options => options.BootstrapServers), (options, value) => options.BootstrapServers = value)
        {
            OtherNames = [("metadata.broker.list", new AnyText())],
            Doc = "The brokers to connect to first (`bootstrap.servers`)",
        },
        new Option<KafkaGenOptions, TimeSpan>(
            nameof(KafkaGenOptions.MaxBlock), new Duration(TimeSpan.Zero, ToTwentyFourDays), Always(options => options.MaxBlock), (options, value) => options.MaxBlock = value)
        {
            OtherNames = [("max.block.ms", new Duration(TimeSpan.Zero, ToTwentyFourDays, isMilliseconds: true))],
            IsLive = true,
            Doc = "How long a call waits for room in a full buffer (Java's `max.block.ms`)",
        },
        new Option<KafkaGenOptions, long>(
            nameof(KafkaGenOptions.BufferMemory),
            new WholeNumber(MinBufferMemory, SendBuffer.MaxByteLimit, description: "65536 to 2^40 - 1"),
            Always(options => options.BufferMemory),
            (options, value) => options.BufferMemory = value)
        {
            OtherNames = [("buffer.memory", new WholeNumber(MinBufferMemory, SendBuffer.MaxByteLimit)), ("queue.buffering.max.kbytes", new WholeNumber(MinBufferMemory, SendBuffer.MaxByteLimit, unit: 1024))],
            Doc = "Bytes of accepted, unanswered records, keys and headers counted (Java's `buffer.memory`: 33554432)",
        },
        new Option<KafkaGenOptions, long>(
            nameof(KafkaGenOptions.MaxBufferedRecords),
            new WholeNumber(1, SendBuffer.MaxRecordLimit, description: "1 to 8000000"),
            Always<long>(options => options.MaxBufferedRecords),
            (options, value) => options.MaxBufferedRecords = (int)Math.Clamp(value, int.MinValue, int.MaxValue))
        {
            OtherNames = [("queue.buffering.max.messages", new WholeNumber(1, SendBuffer.MaxRecordLimit))],
            Doc = "Number of accepted, unanswered records (librdkafka's `queue.buffering.max.messages`)",
        },
        new Option<KafkaGenOptions, TimeSpan>(
            nameof(KafkaGenOptions.FlushTimeout), new Duration(TimeSpan.Zero, ToTwentyFourDays), Always(options => options.FlushTimeout), (options, value) => options.FlushTimeout = value)
        {
            IsLive = true,
            Doc = "How long disposing may flush; under a host its `ShutdownTimeout` holds",
        },
        new Option<KafkaGenOptions, bool>(nameof(KafkaGenOptions.WarmUp), new TrueOrFalse(), Always(options => options.WarmUp), (options, value) => options.WarmUp = value)
        {
            Doc = "Connect in the background at the start",
        },
        new Option<KafkaGenOptions, bool>(
            nameof(KafkaGenOptions.RecreateAfterFatalError), new TrueOrFalse(), Always(options => options.RecreateAfterFatalError), (options, value) => options.RecreateAfterFatalError = value)
        {
            Doc = "A new native producer takes over after a fatal error; see [sending](sending.md#fatal-errors)",
        },
        new Option<KafkaGenOptions, bool>(
            nameof(KafkaGenOptions.PropagateTraceContext), new TrueOrFalse(), Always(options => options.PropagateTraceContext), (options, value) => options.PropagateTraceContext = value)
        {
            Doc = "Records carry the context of their trace as headers while someone listens: [observability.md](observability.md#headers)",
        },
        new Option<KafkaGenOptions, string>(
            nameof(KafkaGenOptions.TopicPrefix), new AnyText(""), Text(options => options.TopicPrefix), (options, value) => options.TopicPrefix = value)
        {
            Doc = "What the names of all topics begin with",
        },
        new Option<KafkaGenOptions, TimeSpan>(
            nameof(KafkaGenOptions.WaitForBroker),
            new Duration(s_millisecond, FromOneMillisecond),
            options => (options.WaitForBroker is not null, options.WaitForBroker.GetValueOrDefault()),
            (options, value) => options.WaitForBroker = value)
        {
            Doc = "How long the host's start waits for a broker to answer, and fails with `BrokerUnavailableException`",
        },
        new Option<KafkaGenOptions, TopicProvisioning>(
            nameof(KafkaGenOptions.Provisioning), new Member<TopicProvisioning>(), Always(options => options.Provisioning), (options, value) => options.Provisioning = value)
        {
            Doc = "What the host's start does about topics: [provisioning.md](provisioning.md)",
        },
        new Option<KafkaGenOptions, TimeSpan>(
            nameof(KafkaGenOptions.ProvisioningTimeout),
            new Duration(s_millisecond, FromOneMillisecond),
            Always(options => options.ProvisioningTimeout),
            (options, value) => options.ProvisioningTimeout = value)
        {
            Doc = "How long that may take",
        },
        new Option<KafkaGenOptions, TimeSpan>(
            nameof(KafkaGenOptions.OAuthBearerTokenTimeout),
            new Duration(s_millisecond, FromOneMillisecond),
            Always(options => options.OAuthBearerTokenTimeout),
            (options, value) => options.OAuthBearerTokenTimeout = value)
        {
            Doc = "How long `OAuthBearerTokenProvider` may take: [security.md](security.md)",
        },
    ];

    private static Func<KafkaGenOptions, (bool HasValue, T Value)> Always<T>(Func<KafkaGenOptions, T> get) => options => (true, get(options));

    private static Func<KafkaGenOptions, (bool HasValue, string Value)> Text(Func<KafkaGenOptions, string> get) => options => (!string.IsNullOrEmpty(get(options)), get(options));
}
