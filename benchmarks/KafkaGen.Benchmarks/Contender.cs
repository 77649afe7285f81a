namespace KafkaGen.Benchmarks;

/// <summary>One way to do the work that is compared.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Run">Does the work once for every input, <paramref name="Operations"/> times in all.</param>
/// <param name="Operations">How many operations one call of <paramref name="Run"/> is.</param>
internal sealed record Contender(string Name, Action Run, int Operations);
