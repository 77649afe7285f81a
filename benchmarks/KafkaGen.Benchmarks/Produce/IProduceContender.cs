namespace KafkaGen.Benchmarks.Produce;

/// <summary>One way to get the records of a round acknowledged.</summary>
internal interface IProduceContender : IAsyncDisposable
{
    /// <summary>How many records a round has.</summary>
    int Records { get; }

    /// <summary>Produces the records and completes when each is acknowledged; throws when one is not.</summary>
    Task RunAsync();
}
