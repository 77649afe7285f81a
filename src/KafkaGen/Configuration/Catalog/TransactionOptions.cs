namespace KafkaGen.Configuration.Catalog;

/// <summary>The options of transactions.</summary>
internal static class TransactionOptions
{
    private const int MaxPoolSize = 256;

    private static readonly Duration s_bound = new(TimeSpan.FromMilliseconds(500), "0.5 s to 24.8 days");

    internal static readonly Option<KafkaTransactionOptions>[] All =
    [
        new Option<KafkaTransactionOptions, string>(
            nameof(KafkaTransactionOptions.Cluster), new AnyText(), options => (options.Cluster.Length > 0, options.Cluster), (options, value) => options.Cluster = value),
        new Option<KafkaTransactionOptions, long>(
            nameof(KafkaTransactionOptions.PoolSize),
            new WholeNumber(1, MaxPoolSize),
            options => (true, options.PoolSize),
            (options, value) => options.PoolSize = (int)Math.Clamp(value, int.MinValue, int.MaxValue)),

        // Its range is that of transaction.timeout.ms, which it becomes.
        new Option<KafkaTransactionOptions, TimeSpan>(
            nameof(KafkaTransactionOptions.TransactionTimeout),
            new Duration(TimeSpan.MinValue, "1 s to 24.8 days"),
            options => (options.TransactionTimeout is not null, options.TransactionTimeout.GetValueOrDefault()),
            (options, value) => options.TransactionTimeout = value),
        new Option<KafkaTransactionOptions, TimeSpan>(
            nameof(KafkaTransactionOptions.CommitTimeout), s_bound, options => (true, options.CommitTimeout), (options, value) => options.CommitTimeout = value),
        new Option<KafkaTransactionOptions, TimeSpan>(
            nameof(KafkaTransactionOptions.AbortTimeout), s_bound, options => (true, options.AbortTimeout), (options, value) => options.AbortTimeout = value),
    ];
}
