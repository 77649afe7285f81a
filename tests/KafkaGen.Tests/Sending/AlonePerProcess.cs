namespace KafkaGen.Tests.Sending;

/// <summary>Tests that measure the whole process run when no other test does.</summary>
[CollectionDefinition(nameof(AlonePerProcess), DisableParallelization = true)]
public sealed class AlonePerProcess;
