namespace KafkaGen.BrokerTests;

/// <summary>Tests that measure time run when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
