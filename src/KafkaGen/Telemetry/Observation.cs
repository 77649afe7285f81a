namespace KafkaGen.Telemetry;

/// <summary>What is observed of one call; nothing while nobody listens.</summary>
/// <param name="StartedAt">When the call was made, as <see cref="System.Diagnostics.Stopwatch"/> counts; zero while nobody listens.</param>
/// <param name="Trace">What is traced of the record.</param>
internal readonly record struct Observation(long StartedAt, SendTrace? Trace);
