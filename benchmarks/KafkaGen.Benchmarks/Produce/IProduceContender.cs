namespace KafkaGen.Benchmarks.Produce;

/// <summary>One way to get records acknowledged.</summary>
internal interface IProduceContender : IAsyncDisposable
{
    /// <summary>Produces the records and completes when each is acknowledged; throws when one is not.</summary>
    Task RunAsync(Tick[] ticks);
}
