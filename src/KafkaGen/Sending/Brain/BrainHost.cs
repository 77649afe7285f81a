using KafkaGen.Accumulating;

namespace KafkaGen.Sending.Brain;

/// <summary>Those around a <see cref="BrainLoop"/>. Nothing of it is needed.</summary>
internal readonly record struct BrainHost
{
    /// <summary>How many records may be unanswered.</summary>
    internal int? MaxRecords { get; init; }

    /// <summary>Told what happens, on a thread of its own.</summary>
    internal Action<BrainNote>? OnNote { get; init; }

    /// <summary>Told of batches, on the loop's thread.</summary>
    internal IBatchObserver? Observer { get; init; }

    /// <summary>Told that room was given back, on the thread that gives it back.</summary>
    internal Action? OnRoom { get; init; }

    /// <summary>Whether somebody waits for room: then no batch waits for its linger.</summary>
    internal Func<bool>? IsRoomWanted { get; init; }
}
